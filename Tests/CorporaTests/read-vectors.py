"""Reads vectors by another way than the program, for comparison: read-vectors.py FILE prints a line for each usable word,
its bytes and its components as they lie in memory, in hexadecimal; of a word that comes twice the first counts."""

import gzip
import struct
import sys

data = open(sys.argv[1], "rb").read()
if data[:2] == b"\x1f\x8b":
    data = gzip.decompress(data)
head, _, rest = data.partition(b"\n")
fields = head.split()
vectors = []
if len(fields) == 2 and all(field.isdigit() for field in fields):
    count, dimension = map(int, fields)
else:
    dimension, rest = int(sys.argv[2]), data
if sys.argv[3] == "binary":
    for _ in range(count):
        word, rest = rest.lstrip(b"\n").split(b" ", 1)
        vectors.append((word, rest[: 4 * dimension]))
        rest = rest[4 * dimension :]
else:
    for line in rest.split(b"\n")[:-1]:
        word, *numbers = line.rstrip(b" \r").replace(b"\t", b" ").rsplit(b" ", dimension)
        vectors.append((word, struct.pack(f"<{dimension}f", *map(float, numbers))))
seen = set()
for word, components in vectors:
    try:
        text = word.decode("utf-8")
    except UnicodeDecodeError:
        continue
    if word in seen or not word.strip(b" \t") or b" " in word or b"\t" in word:
        continue
    seen.add(word)
    print(word.hex(), components.hex())
