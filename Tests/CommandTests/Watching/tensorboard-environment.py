"""Gives a Python that has TensorBoard: this one, or that of an environment which is made for it once.

usage: tensorboard-environment.py --python

Prints the path of the interpreter. Where the package cannot be installed the reason is printed and the status is 1.
"""

import os
import subprocess
import sys
import tempfile
import venv

REQUIREMENTS = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", ".ci", "requirements", "tensorboard.txt")
READER = "from tensorboard.backend.event_processing import event_accumulator"


def works(python: str) -> bool:
    return os.path.exists(python) and subprocess.run([python, "-c", READER], capture_output=True).returncode == 0


def main() -> None:
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = os.path.join(cache, "sharespec-tests", "tensorboard")
    python = os.path.join(folder, "bin", "python")
    for candidate in [sys.executable, python]:
        if works(candidate):
            print(candidate)
            return
    try:
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        venv.create(folder, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"no environment: {error}")
    command = [python, "-m", "pip", "install", "--quiet", "--timeout", "10", "--retries", "1", "--requirement", REQUIREMENTS]
    with tempfile.TemporaryFile() as output:
        status = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT).returncode
        output.seek(0)
        if status != 0 or not works(python):
            sys.exit("pip: " + output.read().decode(errors="replace").strip()[-300:])
    print(python)


if __name__ == "__main__":
    main()
