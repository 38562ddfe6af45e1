#!/usr/bin/env python3
"""What a run costs that finds nothing changed, beside listing the same files with find and beside Recoll.

    crates/cli/benches/no_change.py [FILES]        from the top of the project; 100,000 files unless another number is given

Short text files in nested folders are made in the folder for temporary files (TMPDIR) and taken in once, by us and by Recoll (where it
is installed). Then five rounds: find with its list sorted, ingest, recollindex, one after the other. The table gives the CPU
seconds, user and system, of each program with its children: the least, the median and the most of five; and how many times
find's our median is.
"""
import os, pathlib, resource, shutil, statistics, subprocess, sys, tempfile

TOP = pathlib.Path(__file__).resolve().parents[3]
ROUNDS = 5


def make(folder, many):
    """Papers by the hundred in folders three deep, with spaces and Danish letters as shares have them."""
    for number in range(many):
        below = folder / f"{number // 5000:03} udvalg" / f"{number // 500 % 10:02} møder" / str(number // 100 % 5)
        if number % 100 == 0:
            below.mkdir(parents=True)
        text = f"Notat nr. {number} om diget\n\nDato: {number % 28 + 1}. maj 2017\n\nUdvalget svarer senest den 3. juni 2017 om strækning {number}.\n"
        (below / f"notat {number:07} om diget.txt").write_text(text)


def run(command, **more):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)


def cpu(command, **more):
    """CPU seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    run(["cargo", "build", "--release", "--quiet"], cwd=TOP)
    binary = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target")) / "release" / "udvalg"
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home)
        papers = home / "papers"
        make(papers, many)
        ingest = [binary, "--archive", home / "archive", "ingest", "--json", papers]
        listing = f"find '{papers}' -printf '%s %T@ %p\\n' | sort"
        programs = {"find and sort": {"args": ["sh", "-c", listing]}, "udvalg ingest": {"args": ingest}}
        run(ingest)
        if shutil.which("recollindex"):
            (home / "recoll").mkdir()
            settings = [f"topdirs = {papers}", "skippedPaths =", "skippedNames =", "indexstemminglanguages = danish", "loglevel = 1", "noaspell = 1", ""]
            (home / "recoll" / "recoll.conf").write_text("\n".join(settings))
            again = ["recollindex", "-c", home / "recoll"]
            run(again, stderr=subprocess.DEVNULL)
            programs["recollindex"] = {"args": again, "stderr": subprocess.DEVNULL}
        used = {name: [] for name in programs}
        for _ in range(ROUNDS):
            for name, program in programs.items():
                more = {key: value for key, value in program.items() if key != "args"}
                used[name].append(cpu(program["args"], **more))
    print(f"| {many:,} files unchanged | CPU s, least | median | most |\n|---|---|---|---|")
    for name, seconds in used.items():
        print(f"| {name} | {min(seconds):.2f} | {statistics.median(seconds):.2f} | {max(seconds):.2f} |")
    ratio = statistics.median(used["udvalg ingest"]) / statistics.median(used["find and sort"])
    print(f"\nudvalg ingest: {ratio:.2f} times find and sort")


if __name__ == "__main__":
    main()
