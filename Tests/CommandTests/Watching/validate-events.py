"""Checks that every line of a stream of events is what the schema says.

usage: validate-events.py SCHEMA EVENTS
"""

import json
import sys

from jsonschema import Draft202012Validator


def main(schema_path: str, events_path: str) -> None:
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    wrong = 0
    with open(events_path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for line in lines:
        for error in validator.iter_errors(json.loads(line)):
            wrong += 1
            print(f"{error.message[:300]} in {line[:300]}")
    # A validator that accepts anything shows nothing.
    for line in lines[:50]:
        event = json.loads(line)
        for changed in [{**event, "event": "no.such"}, {**event, "version": 2}, {**event, "surplus": 1}]:
            if validator.is_valid(changed):
                wrong += 1
                print(f"accepted: {json.dumps(changed)[:300]}")
        for name in event:
            if validator.is_valid({key: value for key, value in event.items() if key != name}):
                wrong += 1
                print(f"accepted without {name}: {line[:300]}")
    if wrong or not lines:
        sys.exit(1)
    print(f"{len(lines)} events: all right")


if __name__ == "__main__":
    main(*sys.argv[1:])
