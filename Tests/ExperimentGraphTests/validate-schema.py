"""Tells which documents a JSON Schema rejects.

usage: validate-schema.py SCHEMA DOCUMENTS

DOCUMENTS holds a JSON object {"name": …, "document": …} on each line. For each document that is rejected, its name and
the reasons are printed as a JSON object on a line.
"""

import json
import sys

from jsonschema import Draft202012Validator


def main(schema_path: str, documents_path: str) -> None:
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    with open(documents_path, encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            reasons = [error.message[:200] for error in validator.iter_errors(entry["document"])]
            if reasons:
                print(json.dumps({"name": entry["name"], "reasons": reasons}))


if __name__ == "__main__":
    main(*sys.argv[1:])
