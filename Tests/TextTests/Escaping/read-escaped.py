"""Prints the texts that readers find in pieces of a syntax.

usage: read-escaped.py (csv | html | markdown | python | svg) < PIECES

Pieces and texts are lists in JSON. Of CSV, the first and the last of
three fields; of HTML, the title and the text of each piece; of Markdown, what GitHub's renderer
makes of each piece, as text; of SVG, the text of each node. An element or a link that a text cannot have
ends the program with an error.
"""

import ast
import csv
import html.parser
import json
import sys
import xml.etree.ElementTree


class Elements(html.parser.HTMLParser):
    """The elements, attributes and texts of a piece of HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.titles, self.links, self.parts = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.titles += [value for name, value in attributes if name == "title"]
        self.links += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data):
        self.parts.append(data)

    def handle_comment(self, data):
        raise SystemExit(f"a comment: {data!r}")

    def handle_decl(self, declaration):
        raise SystemExit(f"a declaration: {declaration!r}")


def elements(piece):
    parser = Elements()
    parser.feed(piece)
    parser.close()
    return parser


def html_texts(piece):
    found = elements(piece)
    if found.tags != ["p"]:
        raise SystemExit(f"elements {found.tags} in {piece!r}")
    return [found.titles[0], "".join(found.parts)]


def markdown_text(piece):
    import cmarkgfm
    from cmarkgfm.cmark import Options

    page = cmarkgfm.github_flavored_markdown_to_html(piece, options=Options.CMARK_OPT_UNSAFE)
    found = elements(page)
    plain = {"p", "h2", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code"}
    # Addresses of mail become links; they lead nowhere that is loaded.
    links = [link for link in found.links if not link.startswith(("mailto:", "xmpp:"))]
    if links or set(found.tags) - plain - {"a"} or found.tags.count("tr") > 2 or found.tags.count("td") > 2:
        raise SystemExit(f"{page!r} of {piece!r}")
    return [" ".join("".join(found.parts).replace("\n", " ").split(" ")).strip()]


def svg_texts(piece):
    texts = []
    space = "{http://www.w3.org/2000/svg}"
    link = "{http://www.w3.org/1999/xlink}"
    for node in xml.etree.ElementTree.fromstring(piece).iter(f"{space}g"):
        if node.get("class") != "node":
            continue
        if any(anchor.get(f"{link}href") for anchor in node.iter(f"{space}a")):
            raise SystemExit("a link")
        texts.append("".join(text.text or "" for text in node.iter(f"{space}text")))
    return texts


def csv_fields(piece):
    rows = list(csv.reader([piece + "\n"], strict=True))
    if len(rows) != 1 or len(rows[0]) != 3:
        raise SystemExit(f"{rows} of {piece!r}")
    return [rows[0][0], rows[0][2]]


READERS = {
    "csv": csv_fields,
    "html": html_texts,
    "markdown": markdown_text,
    "python": lambda piece: [ast.literal_eval(piece)],
    "svg": svg_texts,
}


def single_blanks(text):
    return " ".join(part for part in text.replace("\u00a0", " ").split(" ") if part)


pieces = json.load(sys.stdin)
texts = [text for piece in pieces for text in READERS[sys.argv[1]](piece)]
if sys.argv[1] in ("markdown", "svg"):
    texts = [single_blanks(text) for text in texts]
json.dump(texts, sys.stdout)
