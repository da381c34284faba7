"""Compares the curves that TensorBoard's own reader finds with the events of the run that wrote them.

usage: read-curves.py CURVES EVENTS
"""

import json
import math
import os
import sys

from tensorboard.backend.event_processing import event_accumulator


def expected(path: str) -> dict:
    """The points of each stage's curves by the events of the run."""
    curves: dict = {}
    with open(path, encoding="utf-8") as file:
        for event in map(json.loads, file):
            if event["event"] != "stage.epoch":
                continue
            stage = curves.setdefault(event["name"], {})
            points = {"loss/all": event["loss"], "learning_rate": event["learning_rate"]}
            points |= {f"loss/{task}": value for task, value in event["losses"].items() if value is not None}
            points |= {f"dev/{task}": value for task, value in event["dev"].items()}
            for name, value in points.items():
                stage.setdefault(name, []).append((event["epoch"], value))
    return curves


def main(folder: str, events: str) -> None:
    wanted = expected(events)
    assert wanted, "no events"
    assert sorted(os.listdir(folder)) == sorted(wanted), (os.listdir(folder), sorted(wanted))
    for stage, curves in wanted.items():
        reader = event_accumulator.EventAccumulator(os.path.join(folder, stage))
        reader.Reload()
        assert sorted(reader.Tags()["scalars"]) == sorted(curves), (stage, reader.Tags(), curves)
        for name, points in curves.items():
            found = reader.Scalars(name)
            assert [event.step for event in found] == [step for step, _ in points], (stage, name)
            for event, (_, value) in zip(found, points):
                assert math.isclose(event.value, value, rel_tol=1e-6), (stage, name, event.value, value)
                assert event.wall_time > 1e9
    print(f"{len(wanted)} stages read")


if __name__ == "__main__":
    main(*sys.argv[1:])
