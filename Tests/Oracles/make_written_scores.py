#!/usr/bin/env python3
"""26,734 random gold and predicted tags in different schemes and their scores, for the tests in Tests/CorporaTests.

Gold tags are in the scheme `from` of the data, predicted tags in the scheme `to` of a network; both are random, so that most
sequences are malformed. They are compared as conlleval would compare them in one file in the scheme `from`: the spans that it
reads in the predicted tags are written in `from`, unless both schemes are one, and gold tags stay as they are. `spans` is
conlleval's rule, which this file has of its own. In some cases gold tags are missing; each run of other tokens then counts as
a sentence.

One file holds all cases: `{"case": "written_scores", "cases": [{"from": "bio2", "to": "bioes", "gold_tags": ["O", …],
"predicted_tags": […], "gold": "acb ad", "predicted": "bbc ad", "accuracy": …, "precision": …, "recall": …, "f1": …}]}`. A letter
stands for the tag at its place in the list, `_` for a missing one, a blank parts sentences. The same arguments give the same
bytes. Needs nothing but Python.
"""

import argparse
import json
import pathlib
import random
import string

TOKENS = 26734
# What the letters of a scheme mean in conlleval's.
MEANINGS = {
    "bio1": {"B": "B", "I": "I"},
    "bio2": {"B": "B", "I": "I"},
    "bioes": {"B": "B", "I": "I", "E": "E", "S": "S"},
    "bilou": {"B": "B", "I": "I", "L": "E", "U": "S"},
    "bmes": {"B": "B", "M": "I", "E": "E", "S": "S"},
    "io": {"I": "I"},
}
# The letters for the first, an inner, the last and the only token of a span.
LETTERS = {"bio1": "IIII", "bio2": "BIIB", "bioes": "BIES", "bilou": "BILU", "bmes": "BMES", "io": "IIII"}
PAIRS = [
    ("bio2", "bioes"), ("bio1", "bioes"), ("bio1", "bio2"), ("bioes", "bio2"), ("bilou", "bioes"), ("bmes", "bilou"),
    ("io", "bioes"), ("bio2", "io"), ("bio2", "bio1"), ("bio2", "bio2"), ("bio1", "bio1"), ("bioes", "bioes"),
]


def spans(scheme, tags):
    """The spans (type, first, past) of a sentence by the rule of conlleval."""
    found, start, before, old = [], 0, "O", ""
    for place, tag in enumerate(tags + ["O"]):
        letter, _, kind = tag.partition("-")
        letter = MEANINGS[scheme].get(letter, "O")
        if before != "O" and (before in "ES" or letter in "BSO" or kind != old):
            found.append((old, start, place))
        if letter in "BS" or letter in "IE" and (before in "ESO" or kind != old):
            start = place
        before, old = letter, kind
    return found


def write(scheme, found, length):
    tags, last = ["O"] * length, None
    for kind, start, end in found:
        letters = LETTERS[scheme]
        chosen = letters[3] if end - start == 1 else letters[0] + letters[1] * (end - start - 2) + letters[2]
        if scheme == "bio1" and last == (kind, start):
            chosen = "B" + chosen[1:]
        tags[start:end] = [f"{letter}-{kind}" for letter in chosen]
        last = (kind, end)
    return tags


def runs(gold, predicted):
    """The parts of a sentence between missing gold tags."""
    part = []
    for pair in [*zip(gold, predicted), (None, "O")]:
        if pair[0] is not None:
            part.append(pair)
        elif part:
            yield [right for right, _ in part], [found for _, found in part]
            part = []


def case(stream, number, count):
    source, target = PAIRS[number % len(PAIRS)]
    names = [["O"] + [f"{letter}-{kind}" for letter in MEANINGS[scheme] for kind in "XY"] for scheme in (source, target)]
    texts, counts = ([], []), [0, 0, 0, 0]
    while count > 0:
        length = min(stream.randint(1, 30), count)
        count -= length
        gold = [None if number % 3 == 2 and stream.random() < 0.1 else stream.choice(names[0]) for _ in range(length)]
        predicted = [stream.choice(names[1]) for _ in range(length)]
        for text, tags, known in zip(texts, (gold, predicted), names):
            text.append("".join("_" if tag is None else string.ascii_letters[known.index(tag)] for tag in tags))
        if source != target:
            predicted = write(source, spans(target, predicted), length)
        for right, found in runs(gold, predicted):
            sought, seen = spans(source, right), spans(source, found)
            for place, value in enumerate((len(sought), len(seen), len(set(sought) & set(seen)))):
                counts[place] += value
            counts[3] += sum(one == other for one, other in zip(right, found))
    tokens = sum(len(text.replace("_", "")) for text in texts[0])
    right, found, both, equal = counts
    return {
        "from": source, "to": target, "gold_tags": names[0], "predicted_tags": names[1],
        "gold": " ".join(texts[0]), "predicted": " ".join(texts[1]), "accuracy": equal / tokens,
        "precision": both / found, "recall": both / right, "f1": 2 * both / (found + right),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help="where the cases go")
    parser.add_argument("--seed", type=int, default=1, help="decides all tags (default: 1)")
    arguments = parser.parse_args()
    stream = random.Random(arguments.seed)
    size = TOKENS // len(PAIRS)
    sizes = [size] * (len(PAIRS) - 1) + [TOKENS - size * (len(PAIRS) - 1)]
    lines = ",\n".join(json.dumps(case(stream, number, count)) for number, count in enumerate(sizes))
    arguments.file.write_text(f'{{"case": "written_scores", "cases": [\n{lines}\n]}}\n')
    print(f"{len(sizes)} cases of {TOKENS} tokens in {arguments.file}")


if __name__ == "__main__":
    main()
