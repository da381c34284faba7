#!/usr/bin/env python3
"""Random tag sequences and their scores, for the tests in Tests/CorporaTests.

The scores are those of scikit-learn with `average="macro"` and `zero_division=0`; ShareSpec computes none of them. One file
holds all cases: `{"case": "tag_scores", "cases": [{"gold": "AAB", "predicted": "ABB", "accuracy": 0.67, …}]}`, each letter
the tag of a token.

The same arguments and versions give the same bytes. Needs numpy and scikit-learn (`pip install numpy scikit-learn`).
"""

import argparse
import json
import pathlib
import string
import warnings

import numpy
from sklearn import metrics


def sequence(random, tags, length):
    """Tags drawn by shares that differ from draw to draw, so that some tags are rare or missing."""
    return random.choice(tags, length, p=random.dirichlet(numpy.full(len(tags), 0.5)))


def case(random):
    """A gold and a predicted sequence and their scores."""
    tags = random.choice(list(string.ascii_letters), int(random.integers(1, 13)), replace=False)
    length = int(random.integers(1, 61))
    gold = sequence(random, tags, length)
    agreement = random.choice([0.0, 0.3, 0.7, 0.95, 1.0])
    predicted = numpy.where(random.random(length) < agreement, gold, sequence(random, tags, length))
    macro = {"average": "macro", "zero_division": 0}
    return {
        "gold": "".join(gold),
        "predicted": "".join(predicted),
        "accuracy": float(metrics.accuracy_score(gold, predicted)),
        "macro_f1": float(metrics.f1_score(gold, predicted, **macro)),
        "macro_precision": float(metrics.precision_score(gold, predicted, **macro)),
        "macro_recall": float(metrics.recall_score(gold, predicted, **macro)),
        "mcc": float(metrics.matthews_corrcoef(gold, predicted)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help="where the cases go")
    parser.add_argument("--seed", type=int, default=1, help="decides all sizes and tags (default: 1)")
    parser.add_argument("--count", type=int, default=1000, help="cases (default: 1000)")
    arguments = parser.parse_args()
    random = numpy.random.default_rng(arguments.seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lines = ",\n".join(json.dumps(case(random)) for _ in range(arguments.count))
    arguments.file.write_text(f'{{"case": "tag_scores", "cases": [\n{lines}\n]}}\n')
    print(f"{arguments.count} cases in {arguments.file}")


if __name__ == "__main__":
    main()
