#!/usr/bin/env python3
"""The floor of accuracy: scores the built program on papers with known answers and ends with 1 where a field fell below.

    floor.py EVAL_FOLDER [BINARY]
"""
import json
import pathlib
import subprocess
import sys
import tempfile

# Fields that must be wholly right on the seed papers; every other one must reach OTHERS.
WHOLE = ["kind", "title", "date", "deadlines", "case_numbers", "amounts", "emails", "phones", "sources"]
OTHERS = 0.95


def figures(evaluation, binary, folder, only):
    """F1 by field of one folder's papers of one format."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, evaluation / "score.py", "--bin", binary, evaluation / folder, "--only", only]
        subprocess.run([*map(str, command), "--json", out.name], check=True)
        return {field: row["f1"] for field, row in json.loads(pathlib.Path(out.name).read_text()).items()}


def main():
    evaluation = pathlib.Path(sys.argv[1])
    binary = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "target/debug/udvalg").resolve()
    found = figures(evaluation, binary, "seeds", ".txt")
    floor = {field: 1.0 if field in WHOLE else OTHERS for field in found}
    low = {field: f1 for field, f1 in found.items() if f1 < floor[field]}
    for field, f1 in low.items():
        print(f"below the floor on the seed papers: {field} {f1:.3f} < {floor[field]}")
    sys.exit(1 if low else 0)


if __name__ == "__main__":
    main()
