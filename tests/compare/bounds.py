"""What each stage of reading costs beside what nobody can do without: the bytes of the files, and unpacking them."""
import sys

from measured import Program, middle, rounds

# Unpacked by zlib, which ours does without Python's loop around it; a PDF's streams are found by their names.
UNPACK = {
    "docx": "import sys, zipfile\nfor path in sys.argv[1:]:\n    file = zipfile.ZipFile(path)\n    for name in file.namelist(): file.read(name)",
    "pdf": "import re, sys, zlib\nfor path in sys.argv[1:]:\n    bytes = open(path, 'rb').read()\n"
    "    for found in re.finditer(rb'stream\\r?\\n', bytes):\n"
    "        try: zlib.decompressobj().decompress(bytes[found.end():])\n        except zlib.error: pass",
}


def measure(udvalg, form, files, many):
    """A table of one format: each row holds what the ones above it hold. What two files cost by
    themselves is taken off: the start of the program and of a reader for each core."""
    rows = [("the bytes, by `cat`", ["cat"])]
    if form in UNPACK:
        rows.append(("the bytes unpacked, by zlib", [sys.executable, "-c", UNPACK[form]]))
    rows.append(("the text, by `extract --text`", [udvalg, "extract", "--text"]))
    rows.append(("the record, by `extract`", [udvalg, "extract"]))
    few, others = files[:2], files[2:]
    programs = [Program(name, [*command, *given]) for name, command in rows for given in (files, few)]
    costs = rounds(programs, many)
    size = sum(file.stat().st_size for file in others)
    print(f"\n### What bounds reading: {len(others)} files of {form}, {size / 1e6:.1f} MB\n")
    print("| | ms a file: wall | CPU | MB of files a second of CPU |\n|---|---|---|---|")
    for (name, _), all_of, start_of in zip(rows, costs[::2], costs[1::2]):
        of = [(whole - start).of(len(others)) for whole, start in zip(all_of, start_of)]
        speed = size / len(others) / 1e6 / float(middle(of, "cpu", 1))
        print(f"| {name} | {middle(of, 'wall', 1e3)} | {middle(of, 'cpu', 1e3)} | {speed:.3g} |", flush=True)
