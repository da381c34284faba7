"""Runs the command on a pseudo-terminal that changes its size, and watches what a screen would show.

usage: on-terminal.py COMMAND CASE

The case is how the run ends (end, failure, stop, second stop) or what keeps the display plain (plain, dumb, colourless).
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import unicodedata

SEQUENCE = re.compile(r"\x1b\[(\??)([0-9;]*)([A-Za-z])")


class Screen:
    """A terminal: rows of text, of which those that are too long go on in the next row."""

    def __init__(self, width: int, height: int):
        self.width, self.height = width, height
        self.rows, self.row, self.column = [""], 0, 0
        self.rest, self.widest, self.kinds = "", 0, set()

    def resize(self, width: int) -> None:
        """A narrower terminal shows what is too long for it on several rows."""
        rows, row = [], 0
        for number, text in enumerate(self.rows):
            if number == self.row:
                row = len(rows)
            rows += [text[i : i + width] for i in range(0, max(1, len(text)), width)]
        self.rows, self.row, self.width = rows, row, width

    def feed(self, text: str) -> None:
        text = self.rest + text
        self.rest = ""
        while text:
            if text[0] == "\x1b":
                match = SEQUENCE.match(text)
                if not match:
                    self.rest = text
                    return
                self.control(match[2], match[3])
                text = text[match.end() :]
            else:
                self.put(text[0])
                text = text[1:]

    def control(self, number: str, kind: str) -> None:
        self.kinds.add(kind)
        if kind == "A":
            wanted = self.row - int(number or 1)
            assert wanted >= 0, f"up {number} from row {self.row}"
            self.row = wanted
        elif kind == "J":
            assert number in ("", "0"), number
            del self.rows[self.row + 1 :]
            self.rows[self.row] = self.rows[self.row][: self.column]
        elif kind != "m":
            raise AssertionError(f"unexpected sequence {number}{kind}")

    def put(self, character: str) -> None:
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row, self.column = self.row + 1, 0
            if self.row == len(self.rows):
                self.rows.append("")
        else:
            wide = unicodedata.east_asian_width(character) in "WF"
            cells = character + ("\0" if wide else "")
            if self.column + len(cells) > self.width:
                self.put("\r")
                self.put("\n")
            line = self.rows[self.row].ljust(self.column)
            self.rows[self.row] = line[: self.column] + cells + line[self.column + len(cells) :]
            self.column += len(cells)

    def text(self) -> str:
        return "\n".join(row.replace("\0", "").rstrip() for row in self.rows)


def resized(terminal: int, width: int, height: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))


def read(terminal: int) -> str:
    """What has been written; nothing once nobody can write any more."""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:
        return ""


def start(command: list, environment: dict, width: int, height: int) -> tuple:
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(environment)
        # Results go elsewhere, so that the screen shows the display alone.
        os.dup2(os.open("results.txt", os.O_WRONLY | os.O_CREAT, 0o666), 1)
        os.execv(command[0], command)
    resized(terminal, width, height)
    return child, terminal


def main(command: str, case: str) -> None:
    name = "variants.hard.training."
    arguments = [command, "run", "spec.yaml", "--store", case, "--jobs", "2", "--set", "name=学習の実験"]
    arguments += {
        "end": ["--set", "training.epochs=400"],
        "failure": ["--set", name + "optimizer.learning_rate=1e30", "--set", name + "clip=none"],
        "stop": ["--set", "training.epochs=5000"],
        "second stop": ["--set", "training.epochs=5000"],
        "plain": ["--plain"],
    }.get(case, [])
    environment = {"TERM": "dumb" if case == "dumb" else "xterm-256color"}
    if case == "colourless":
        environment["NO_COLOR"] = "1"
        arguments += ["--set", name + "optimizer.learning_rate=1e30", "--set", name + "clip=none"]
    else:
        os.environ.pop("NO_COLOR", None)
    sizes = [100, 31, 160, 20, 57]
    child, terminal = start(arguments, environment, sizes[0], 24)
    screen, raw, seen, drawings = Screen(sizes[0], 24), "", [], 0
    last, signals = time.monotonic(), 0
    end = time.monotonic() + 300
    while True:
        assert time.monotonic() < end, f"the run hangs; sizes left: {sizes}"
        ready = select.select([terminal], [], [], 0.2)[0]
        data = read(terminal) if ready else ""
        if ready and not data:
            break
        raw += data
        screen.feed(data)
        if "\x1b[J" in data:
            drawings += 1
            seen.append(screen.text())
        if len(sizes) > 1 and drawings >= 4 and time.monotonic() - last > 0.5:
            # What was drawn for the size before must have come when the size changes.
            os.kill(child, signal.SIGSTOP)
            while select.select([terminal], [], [], 0.1)[0] and (data := read(terminal)):
                raw += data
                screen.feed(data)
            sizes.pop(0)
            resized(terminal, sizes[0], 24)
            screen.resize(sizes[0])
            os.kill(child, signal.SIGCONT)
            last, drawings = time.monotonic(), 0
        if "stop" in case and len(sizes) == 1 and drawings >= 3 and signals == 0:
            os.kill(child, signal.SIGINT)
            if case == "second stop":
                os.kill(child, signal.SIGINT)
                time.sleep(0.02)
                os.kill(child, signal.SIGINT)
            signals = 1
    _, status = os.waitpid(child, 0)
    text = screen.text()
    print(text)
    code = os.waitstatus_to_exitcode(status)
    expected = {"failure": 1, "colourless": 1, "stop": 130, "second stop": -2}.get(case, 0)
    assert code == expected or (case == "second stop" and code == 130), code
    if case in ("plain", "dumb"):
        assert "\x1b" not in raw and "epoch 3/3" in raw
        return
    assert {"A", "J"} <= screen.kinds
    assert ("m" in screen.kinds) == (case == "failure"), screen.kinds
    # While it ran there was a line about the plan and one about a stage, and each once.
    assert any("running" in each for each in seen)
    for each in seen:
        assert each.count(" running") <= 1 and each.count("queued") <= 1, each
    # At the end only what was to stay is there.
    for word in ["running", "queued", "tokens/s", "\x1b"]:
        assert word not in text, word
    assert screen.column == 0, "the cursor is at the beginning of a line"
    if case == "end":
        assert len(sizes) == 1, f"the run was too short for the changes of size that are left: {sizes}"
    if case in ("failure", "colourless"):
        assert "failed" in text


if __name__ == "__main__":
    main(*sys.argv[1:])
