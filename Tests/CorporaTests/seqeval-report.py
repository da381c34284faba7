"""seqeval's classification_report of pairs of tag sequences that are read as JSON from standard input."""

import json
import sys
import warnings

from seqeval.metrics import classification_report

warnings.simplefilter("ignore")
reports = []
for case in json.load(sys.stdin):
    try:
        report = classification_report(case["gold"], case["predicted"], output_dict=True, zero_division=0)
        # A mean weighted by no spans at all is no number.
        reports.append(
            {name: {key: 0.0 if value != value else value for key, value in row.items()} for name, row in report.items()}
        )
    except ValueError:
        # Without any span there is nothing to report.
        reports.append({})
json.dump(reports, sys.stdout, default=float)
