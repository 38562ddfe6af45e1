#!/usr/bin/env python3
"""What an ingest costs: papers a second, CPU by stage, memory of all its processes; beside Recoll on the same files.

    crates/cli/benches/ingest.py [PAPERS ...] [--only ENDINGS] [--hostile FOLDER]      from the top of the project; Linux

20,000 papers in PDF, DOCX and text (`make_archive --only pdf,docx,txt`) unless other numbers are given, each taken in anew. The stages alone are
reading and understanding (`extract`, all papers, to nowhere) and indexing (`index rebuild`). Memory is the sum over the process and its
readers of what is theirs alone or shared with each other (PSS), ten times a second. With `--hostile` the files of that folder are put 200 times among 2,000
papers, and the time is compared to that without them. Recoll is left out where it is not installed.
"""
import argparse, json, os, pathlib, resource, shutil, subprocess, tempfile, threading, time

TOP = pathlib.Path(__file__).resolve().parents[3]
UDVALG = TOP / "target/release/udvalg"
MAKE = TOP / "target/release/examples/make_archive"
CORES = len(os.sched_getaffinity(0))
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Memory(threading.Thread):
    """The most memory that a process and those below it held at a time."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.most, self.ended = pid, 0, threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(0.1):
            self.most = max(self.most, sum(map(self.held, self.tree(self.pid))))

    @classmethod
    def tree(cls, pid):
        yield pid
        try:
            below = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            threads = [t.name for t in pathlib.Path(f"/proc/{pid}/task").iterdir() if t.name != str(pid)]
            for thread in threads:
                below += pathlib.Path(f"/proc/{pid}/task/{thread}/children").read_text().split()
        except OSError:
            return
        for child in below:
            yield from cls.tree(child)

    @staticmethod
    def held(pid):
        try:
            lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            return 0
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def measured(command, **how):
    """Wall seconds, CPU seconds and most memory of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(command, **QUIET | how)
    memory = Memory(process.pid)
    code = process.wait()
    wall = time.monotonic() - start
    memory.ended.set()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, "memory": memory.most, "code": code}


def ours(archive, *args, **how):
    return measured([UDVALG, "--archive", archive, *args], **how)


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def recoll(home, papers):
    if not shutil.which("recollindex"):
        return None
    settings = home / "recoll"
    settings.mkdir()
    lines = [f"topdirs = {papers}", "skippedPaths =", "skippedNames =", "indexstemminglanguages = danish", "loglevel = 1", "noaspell = 1", ""]
    (settings / "recoll.conf").write_text("\n".join(lines))
    return measured(["recollindex", "-c", settings, "-z"])


def stages(home, archive, papers):
    """Reading and understanding alone, and indexing alone."""
    with open(home / "list", "wb") as names:
        subprocess.run(["find", papers, "-type", "f", "-print0"], stdout=names, check=True)
    with open(home / "list", "rb") as names:
        reading = measured(["xargs", "-0", "-n", "4000", UDVALG, "extract"], stdin=names)
    return reading, ours(archive, "index", "rebuild")


def told(name, papers, bytes, of):
    rate, busy = papers / of["wall"], of["cpu"] / of["wall"] / CORES
    cells = [name, f"{of['wall']:.1f}", f"{of['cpu']:.1f}", f"{rate:.0f}", f"{bytes / 1e6 / of['wall']:.1f}", f"{busy:.0%}", f"{of['memory'] / 1e6:.0f}"]
    print("| " + " | ".join(cells) + " |")


def full(many, only):
    with tempfile.TemporaryDirectory(prefix="ingest") as home:
        home = pathlib.Path(home)
        papers, archive = home / "papers", home / "archive"
        subprocess.run([MAKE, str(many), papers, "--only", only], check=True)
        bytes = size(papers)
        print(f"\n## {many} papers, {bytes / 1e6:.0f} MB, {CORES} cores\n")
        print("| | wall s | CPU s | papers/s | MB/s | cores busy | MB of memory at most |\n|---|---|---|---|---|---|---|")
        whole = ours(archive, "ingest", papers)
        told("ingest", many, bytes, whole)
        again = ours(archive, "ingest", papers)
        reading, indexing = stages(home, archive, papers)
        told("reading and understanding alone", many, bytes, reading)
        told("indexing alone", many, bytes, indexing)
        told("again, nothing changed", many, bytes, again)
        peer = recoll(home, papers)
        if peer:
            told("recollindex", many, bytes, peer)
            print(f"\n{peer['wall'] / whole['wall']:.2f} times the papers a second of Recoll;", end=" ")
        print(f"{whole['wall'] / (reading['wall'] + indexing['wall']):.2f} times the stages alone")


def hostile(folder, only):
    """Bad files among good ones."""
    with tempfile.TemporaryDirectory(prefix="hostile") as home:
        home = pathlib.Path(home)
        papers = home / "papers"
        subprocess.run([MAKE, "2000", papers, "--only", only], check=True)
        good = ours(home / "good", "ingest", papers)
        bad = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        for again in range(200):
            for path in bad:
                to = papers / f"bad-{again % 20}" / f"{again:03}-{path.name}"
                to.parent.mkdir(exist_ok=True)
                shutil.copyfile(path, to)
        both = ours(home / "both", "ingest", papers)
        asked = [UDVALG, "--archive", home / "both", "status", "--json"]
        status = json.loads(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
        print(f"\n2000 good papers: {good['wall']:.1f} s; with {200 * len(bad)} bad ones: {both['wall']:.1f} s, {both['wall'] / good['wall']:.2f} times")
        print(f"papers {status['papers']}, failed {status['failed']}")


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("papers", type=int, nargs="*")
    asked.add_argument("--only", default="pdf,docx,txt")
    asked.add_argument("--hostile", type=pathlib.Path)
    asked = asked.parse_args()
    build = ["cargo", "build", "--quiet", "--release", "--bin", "udvalg", "--example", "make_archive"]
    subprocess.run(build, check=True, cwd=TOP)
    for many in asked.papers or ([] if asked.hostile else [20_000]):
        full(many, asked.only)
    if asked.hostile:
        hostile(asked.hostile, asked.only)


if __name__ == "__main__":
    main()
