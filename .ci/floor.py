#!/usr/bin/env python3
"""The floor of accuracy: scores the built program on papers with known answers and ends with 1 where a field fell below.

    floor.py EVAL_FOLDER [BINARY]
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

# Fields that must be wholly right on the seed papers; every other one must reach OTHERS.
WHOLE = ["kind", "title", "date", "deadlines", "case_numbers", "amounts", "emails", "phones", "sources"]
OTHERS = 0.95
# What every field must reach on the papers made up for measuring, whole or at least so far.
PAPERS = {
    "dates": 0.97, "date_roles": 0.94, "deadlines": 0.97, "summaries": 0.92, "title": 0.96, "date": 0.97, "case_numbers": 0.98,
    "members": 0.94, "amounts": 0.98, "amount_roles": 0.94, "attachments": 0.95, "fields": 0.95, "organisations": 0.92, "warnings": 0.92,
}
# What the language layer must reach on the snippets (F1 by the line of their report).
SNIPPETS = {"T span_exact": 0.97, "T value_strict": 0.98, "T deadline value_strict": 0.98, "D value": 0.97, "M value": 0.99}

# What the readers must reach on the layouts with known text.
LAYOUTS = {
    "pdf": {"order": 0.985, "danish": 0.995, "paragraphs": 0.97, "table_rows": 0.97, "repeated_out": 0.98, "hard_f1": 0.5},
    "docx": {"word_f1": 0.99, "danish": 1.0, "paragraphs": 1.0, "table_rows": 1.0},
    "odt": {"word_f1": 0.98, "danish": 1.0, "paragraphs": 1.0, "table_rows": 1.0},
    "rtf": {"word_f1": 0.97, "danish": 0.99, "paragraphs": 1.0, "table_rows": 1.0},
    "doc": {"word_f1": 0.98, "danish": 1.0, "paragraphs": 1.0, "table_rows": 1.0},
}
# The format of whose constructs none may be lost.
FULL = "docx"


def figures(evaluation, binary, folder, only):
    """F1 by field of one folder's papers of one format."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, evaluation / "score.py", "--bin", binary, evaluation / folder, "--only", only]
        subprocess.run([*map(str, command), "--json", out.name], check=True)
        return {field: row["f1"] for field, row in json.loads(pathlib.Path(out.name).read_text()).items()}


def snippets(evaluation, binary):
    """What is wrong with the language layer on the snippets with known answers, a line each."""
    command = [sys.executable, evaluation / "expressions" / "run.py", "--bin", binary]
    report = subprocess.run([*map(str, command)], check=True, capture_output=True, text=True).stdout
    whole = report.split("hard subset")[0]
    for line, floor in SNIPPETS.items():
        found = re.search(rf"^ *{line} +P \S+ R \S+ F1 (\S+)", whole, re.MULTILINE)
        f1 = float(found[1]) if found else 0.0
        if f1 < floor:
            yield f"{line} {f1:.3f} < {floor}"
    traps, right = re.search(r"traps hit (\d+)", whole), re.search(r"number words: (\d+) of (\d+)", report)
    if not traps or traps[1] != "0":
        yield f"traps hit: {traps[1] if traps else 'not told'}"
    if not right or right[1] != right[2]:
        yield f"number words: {right[0] if right else 'not told'}"


def layouts(evaluation, binary):
    """What is wrong with the text of the layouts, a line each."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, evaluation / "reading.py", "--bin", binary, evaluation / "layout", "--json", out.name]
        subprocess.run([*map(str, command)], check=True, capture_output=True)
        figures = json.loads(pathlib.Path(out.name).read_text())["figures"]
    for form, floors in LAYOUTS.items():
        found = figures[form]["udvalg"]
        for name, floor in floors.items():
            if (found.get(name) or 0.0) < floor:
                yield f"{form}: {name} {found.get(name)} < {floor}"
    for feature, (found, total) in figures[FULL]["udvalg"]["features"].items():
        if found < total:
            yield f"{FULL}: {feature} {found} of {total}"


def main():
    evaluation = pathlib.Path(sys.argv[1])
    binary = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "target/debug/udvalg").resolve()
    low = []
    for folder, floor in {
        "seeds": lambda field: 1.0 if field in WHOLE else OTHERS,
        "papers": lambda field: PAPERS.get(field, 1.0),
    }.items():
        for field, f1 in figures(evaluation, binary, folder, ".txt").items():
            if f1 < floor(field):
                low.append(f"{folder}: {field} {f1:.3f} < {floor(field)}")
    for line in low:
        print(f"below the floor on papers: {line}")
    missed = list(snippets(evaluation, binary))
    for line in missed:
        print(f"below the floor on the snippets: {line}")
    lost = list(layouts(evaluation, binary))
    for line in lost:
        print(f"below the floor on the layouts: {line}")
    sys.exit(1 if low or missed or lost else 0)


if __name__ == "__main__":
    main()
