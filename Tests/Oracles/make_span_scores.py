#!/usr/bin/env python3
"""Random tag sequences in every tagging scheme and the scores of their spans, for the tests in Tests/CorporaTests.

The scores are seqeval's (`precision_score`, `recall_score`, `f1_score`); ShareSpec computes none of them. One file holds all
cases: `{"case": "span_scores", "cases": [{"scheme": "bilou", "gold": ["B-A L-A O", …], "predicted": […], "precision": …,
"recall": …, "f1": …}]}`, a text for each sentence. The cases go through the schemes in turn. In every case all spans have
types or, in one case of four, none has.

Half of the cases are well formed: random spans, written in the scheme. BIO1, BIO2, BIOES and BILOU are then scored in
seqeval's strict mode with its class for the scheme, which takes nothing but well-formed tags; IO and BMES, of which it has
no class, are rewritten as IOB2 and scored in strict mode.

The other half are random tags, most sequences malformed. They are scored in seqeval's default mode, which reads tags as
conlleval does but knows the letters B, I, E, S and O alone: L and U of BILOU, and M of BMES, are first replaced by those that
mean the same.

The same arguments and versions give the same bytes. Needs numpy, scikit-learn and seqeval.
"""

import argparse
import json
import pathlib
import warnings

import numpy
from seqeval import metrics, scheme

# The letters for the first, an inner, the last and the only token of a span.
LETTERS = {"bio1": "IIII", "bio2": "BIIB", "bioes": "BIES", "bilou": "BILU", "bmes": "BMES", "io": "IIII"}
CLASSES = {"bio1": scheme.IOB1, "bio2": scheme.IOB2, "bioes": scheme.IOBES, "bilou": scheme.BILOU}
# What conlleval's letters are for those that it does not know.
SYNONYMS = {"bilou": {"L": "E", "U": "S"}, "bmes": {"M": "I"}}


def draw_spans(random, types, length):
    """Spans (type, first, past) in order; adjacent ones are frequent."""
    spans, position = [], 0
    while position < length:
        size = min(int(random.integers(1, 5)), length - position)
        if random.random() < 0.65:
            spans.append((str(random.choice(types)), position, position + size))
        position += size
    return spans


def write(name, spans, length):
    """The tags of `spans` in the scheme `name`."""
    first, inner, last, only = LETTERS[name]
    tags = ["O"] * length
    before = None
    for kind, start, end in spans:
        letters = [only] if end - start == 1 else [first] + [inner] * (end - start - 2) + [last]
        if name == "bio1" and before == (kind, start):
            letters[0] = "B"
        tags[start:end] = [letter + kind for letter in letters]
        before = (kind, end)
    return tags


def as_iob2(name, tags):
    """Well-formed IO or BMES tags as IOB2."""
    result, before = [], "O"
    for tag in tags:
        inside = tag[0] != "O"
        continues = tag[0] in "ME" if name == "bmes" else before != "O" and before[1:] == tag[1:]
        result.append(("I" if continues else "B") + tag[1:] if inside else "O")
        before = tag
    return result


def scores(name, well_formed, gold, predicted):
    options = {"zero_division": 0}
    if well_formed:
        if name not in CLASSES:
            gold, predicted = ([as_iob2(name, tags) for tags in side] for side in (gold, predicted))
        options |= {"mode": "strict", "scheme": CLASSES.get(name, scheme.IOB2)}
    else:
        letters = SYNONYMS.get(name, {})
        gold, predicted = (
            [[letters.get(tag[0], tag[0]) + tag[1:] for tag in tags] for tags in side] for side in (gold, predicted)
        )
    return {
        figure: float(getattr(metrics, f"{figure}_score")(gold, predicted, **options))
        for figure in ["precision", "recall", "f1"]
    }


def case(random, number):
    """Sentences in two taggings and their scores."""
    name = list(LETTERS)[number % len(LETTERS)]
    untyped = random.random() < 0.25
    types = [""] if untyped else [f"-{kind}" for kind in ["A", "B", "I-O", "PER"][: int(random.integers(1, 5))]]
    well_formed = bool(random.random() < 0.5)
    # BIO tags and IO's read any of conlleval's letters; the others have their own.
    letters = sorted(set(LETTERS[name])) if name in ("bioes", "bilou", "bmes") else list("BIES")
    tags = ["O"] + [letter + kind for letter in letters for kind in types]
    agreement = float(random.choice([0.0, 0.5, 0.9, 1.0]))
    gold, predicted = [], []
    for _ in range(int(random.integers(1, 6))):
        length = int(random.integers(1, 16))
        if well_formed:
            right = draw_spans(random, types, length)
            other = draw_spans(random, types, length)
            cut = int(random.integers(0, length + 1)) if agreement < 1 else length
            kept = [span for span in right if span[2] <= cut]
            free = max([span[2] for span in kept], default=0)
            found = kept + [span for span in other if span[1] >= free]
            gold.append(write(name, right, length))
            predicted.append(write(name, found, length))
        else:
            right = [str(tag) for tag in random.choice(tags, length)]
            gold.append(right)
            predicted.append([tag if random.random() < agreement else str(random.choice(tags)) for tag in right])
    sentences = {"gold": [" ".join(tags) for tags in gold], "predicted": [" ".join(tags) for tags in predicted]}
    return {"scheme": name, **sentences, **scores(name, well_formed, gold, predicted)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help="where the cases go")
    parser.add_argument("--seed", type=int, default=1, help="decides all sizes and tags (default: 1)")
    parser.add_argument("--count", type=int, default=120, help="cases (default: 120)")
    arguments = parser.parse_args()
    random = numpy.random.default_rng(arguments.seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lines = ",\n".join(json.dumps(case(random, number)) for number in range(arguments.count))
    arguments.file.write_text(f'{{"case": "span_scores", "cases": [\n{lines}\n]}}\n')
    print(f"{arguments.count} cases in {arguments.file}")


if __name__ == "__main__":
    main()
