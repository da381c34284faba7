#!/usr/bin/env python3
"""Counts of the corpora beside the checkout, for the tests in Tests/CorporaTests.

The readers are not ShareSpec's: the package `conllu` reads CoNLL-U, and a few lines below read columns. The output has
one object per file, by its path: its sentences, tokens, and how many tokens have each label in each column that is
read. It holds numbers and labels only, no text of a corpus.

The same files and versions give the same bytes. Needs conllu (`pip install conllu==6.0.0`).

    make_corpus_counts.py ../shared/data > Tests/Oracles/corpus-counts.json
"""

import collections
import json
import pathlib
import sys

import conllu


def conllu_counts(path):
    """What a file in CoNLL-U holds: words are the tokens, ranges and empty nodes are not."""
    counts = collections.Counter()
    labels = {"upos": collections.Counter(), "feats.Number": collections.Counter()}
    with path.open(encoding="utf-8") as file:
        for sentence in conllu.parse_incr(file):
            counts["sentences"] += 1
            for token in sentence:
                if not isinstance(token["id"], int):
                    counts["ranges" if token["id"][1] == "-" else "empty_nodes"] += 1
                    continue
                counts["tokens"] += 1
                counts["tokens_with_blanks"] += " " in token["form"]
                labels["upos"][token["upos"]] += 1
                labels["feats.Number"][(token["feats"] or {}).get("Number", "_")] += 1
    return counts, labels


def column_counts(path, separator, columns, is_comment=None, skip=None):
    """What a file in columns holds; `columns` are those of labels, by name."""
    counts = collections.Counter()
    labels = {name: collections.Counter() for name in columns}
    inside = False
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split(separator) if line.strip() else []
        if fields and is_comment and is_comment(fields):
            counts["comments"] += 1
            continue
        if not fields or fields[0] == skip:
            counts["skipped"] += bool(fields)
            inside = False
            continue
        counts["sentences"] += not inside
        counts["tokens"] += 1
        inside = True
        for name, index in columns.items():
            labels[name][fields[index]] += 1
    return counts, labels


CONLL2003 = {"pos": 1, "chunk": 2, "ner": 3}
FILES = {
    **{f"ud/{name}.conllu": conllu_counts
       for name in ["fr_sequoia-train", "fr_sequoia-dev", "en_lines-train", "en_lines-dev"]},
    **{f"wnut17/{name}.conll": lambda path: column_counts(path, "\t", {"ner": 1}) for name in ["train", "dev"]},
    **{f"ncbi/{name}.tsv": lambda path: column_counts(path, "\t", {"ner": 1}) for name in ["train", "dev"]},
    "germeval/dev.tsv": lambda path: column_counts(
        path, "\t", {"outer": 2, "inner": 3}, is_comment=lambda fields: fields[0] == "#"),
    **{f"conll2003/{name}.txt": lambda path: column_counts(path, None, CONLL2003, skip="-DOCSTART-")
       for name in ["train", "dev"]},
    "conll2000/train.txt": lambda path: column_counts(path, None, {"pos": 1, "chunk": 2}),
}


def main():
    folder = pathlib.Path(sys.argv[1])
    found = {}
    for name, read in FILES.items():
        counts, labels = read(folder / name)
        counts.setdefault("comments", 0)
        found[name] = {
            "counts": dict(sorted((key, int(value)) for key, value in counts.items())),
            "labels": {column: dict(sorted(values.items())) for column, values in labels.items()},
        }
    json.dump(found, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    print()


main()
