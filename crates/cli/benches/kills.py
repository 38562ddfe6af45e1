#!/usr/bin/env python3
"""An ingest that is killed, runs out of disk or loses its share, again and again, beside one that is left alone.

    crates/cli/benches/kills.py [--papers N] [--kills N] [--full N] [--gone N] [--seed N]      from the top of the project; Linux

5,000 papers, 1,000 kills, 20 full disks and 20 lost shares unless other numbers are given. The papers are made by the example
`make_archive`. `kill -9` comes at a random moment; the next run goes on, until one ends by itself; then every paper must be in the archive once,
the export must be the calm run's byte for byte, and fifty searches must find the same papers. Then the archive is thrown away and the next
one is begun, until there were enough kills. Disks and shares are small file systems in memory, mounted for this script alone (`unshare`).
It ends with 1 at the first difference, and leaves the archive for a look.
"""
import argparse, csv, io, os, pathlib, random, re, shutil, signal, subprocess, sys, tempfile, time

TOP = pathlib.Path(__file__).resolve().parents[3]
UDVALG = TOP / "target/release/udvalg"
SEARCHES = 50


def built():
    build = ["cargo", "build", "--quiet", "--release", "--bin", "udvalg", "--example", "make_archive"]
    subprocess.run(build, check=True, cwd=TOP)
    return TOP / "target/release/examples/make_archive"


class Archive:
    """An archive in a folder, and the papers it is made of."""

    def __init__(self, folder, papers):
        self.folder, self.papers = folder, papers

    def command(self, *args):
        return [UDVALG, "--archive", self.folder, *args]

    def start(self):
        """An ingest that goes on by itself, with its readers in a group of their own."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(self.command("ingest", self.papers), **quiet)

    def ingest(self):
        return subprocess.run(self.command("ingest", "--json", self.papers), capture_output=True, text=True)

    def asked(self, *args):
        done = subprocess.run(self.command(*args), capture_output=True, text=True)
        # 1: nothing found.
        if done.returncode not in (0, 1):
            raise SystemExit(f"{args}: {done.returncode} {done.stderr}")
        return done.stdout

    def export(self):
        return self.asked("export", "--format", "ndjson")

    def found(self, question):
        """The papers that a question finds; without snippets, which cost more than all else where thousands are found."""
        table = self.asked("export", "--format", "csv", "--table", "papers", question)
        return sorted(row["path"] for row in csv.DictReader(io.StringIO(table), delimiter=";"))

    def forget(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Calm:
    """What an ingest that is left alone gives."""

    def __init__(self, archive):
        archive.forget()
        start = time.monotonic()
        done = archive.ingest()
        self.seconds = time.monotonic() - start
        if done.returncode != 0:
            raise SystemExit(f"the calm run ended with {done.returncode}: {done.stderr}")
        self.export = archive.export()
        self.papers = self.export.count("\n")
        self.questions = questions(self.export)
        self.found = {question: archive.found(question) for question in self.questions}
        archive.forget()

    def differs(self, archive):
        """What is not as it must be, or nothing."""
        export = archive.export()
        if export != self.export:
            here, there = export.splitlines(), self.export.splitlines()
            return f"export: {len(here)} lines for {len(there)}, {len(set(there) - set(here))} of them missing or other"
        for question in self.questions:
            found = archive.found(question)
            if found != self.found[question]:
                return f"search {question}: {len(found)} papers for {len(self.found[question])}"
        return None


def questions(export):
    """Words of titles, and some that are more than a word."""
    words = re.findall(r"[a-zæøå]{5,}", " ".join(re.findall(r'"title":\{"value":"([^"]*)"', export)).lower())
    every = max(1, len(words) // (SEARCHES - 6))
    return [*words[::every][: SEARCHES - 6], "udvalg*", '"svar sendes"', "frist:2010..2015", "har:bevilget", "art:referat", "NOT møde"]


def checked(calm, archive, what):
    wrong = calm.differs(archive)
    if wrong:
        print(f"{what}: {wrong}; see {archive.folder}")
        sys.exit(1)


def kills(calm, archive, many, rng):
    """Kills at random moments, mostly early ones, since a run has the more of them the shorter it lives."""
    killed = rounds = begun = 0
    while killed < many:
        process = archive.start()
        begun += 1
        span = calm.seconds * (0.12 if rng.random() < 0.75 else 0.6)
        try:
            _, said = process.communicate(timeout=rng.uniform(0.005, span))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += 1
            continue
        if process.returncode != 0:
            raise SystemExit(f"after {killed} kills a run ended with {process.returncode}: {said}")
        checked(calm, archive, f"after {killed} kills")
        rounds += 1
        archive.forget()
        print(f"kills so far: {killed}", file=sys.stderr, flush=True)
    finish(archive)
    checked(calm, archive, f"after {killed} kills")
    archive.forget()
    print(f"{killed} kills in {begun} runs and {rounds + 1} archives: each as the calm one")


def finish(archive):
    done = archive.ingest()
    if done.returncode != 0:
        raise SystemExit(f"a run ended with {done.returncode}: {done.stderr}")


def mount(*args):
    subprocess.run(["mount", *args], check=True)


def full_disks(calm, archive, many, rng):
    """The archive's disk is too small, then larger."""
    disk = archive.folder.parent / "disk"
    disk.mkdir()
    on_disk = Archive(disk / "archive", archive.papers)
    full = 0
    for _ in range(many):
        size = rng.randint(1, 12)
        mount("-t", "tmpfs", "-o", f"size={size}m", "tmpfs", disk)
        while True:
            done = on_disk.ingest()
            if done.returncode == 0:
                break
            if "full" not in done.stderr:
                raise SystemExit(f"on a full disk a run ended with {done.returncode}: {done.stderr}")
            full += 1
            size *= 2
            mount("-o", f"remount,size={size}m", disk)
        checked(calm, on_disk, f"after a disk of {size} MB")
        print(f"full disks so far: {full}, the last archive on {size} MB", file=sys.stderr, flush=True)
        subprocess.run(["umount", disk], check=True)
    disk.rmdir()
    print(f"{full} full disks in {many} archives: each as the calm one")


def lost_shares(calm, archive, many, rng):
    """The folder of the papers goes while they are read, as a share does, and comes back."""
    share = archive.folder.parent / "share"
    share.mkdir()
    shared = Archive(archive.folder, share)
    ended = []
    for _ in range(many):
        mount("--bind", archive.papers, share)
        process = shared.start()
        time.sleep(rng.uniform(0.02, calm.seconds * 0.6))
        subprocess.run(["umount", "--lazy", share], check=True)
        process.communicate()
        ended.append(process.returncode)
        mount("--bind", archive.papers, share)
        finish(shared)
        checked(calm, shared, "after a lost share")
        subprocess.run(["umount", share], check=True)
        archive.forget()
        print(f"lost shares so far: {len(ended)}", file=sys.stderr, flush=True)
    share.rmdir()
    codes = ", ".join(f"{ended.count(code)} with {code}" for code in sorted(set(ended)))
    print(f"{many} lost shares ({codes}): each archive as the calm one")


def main():
    asked = argparse.ArgumentParser()
    for name, many in [("papers", 5000), ("kills", 1000), ("full", 20), ("gone", 20), ("seed", 7)]:
        asked.add_argument(f"--{name}", type=int, default=many)
    asked = asked.parse_args()
    if "UDVALG_MOUNTS" not in os.environ:
        # Again, as one who may mount, and whose mounts end with it.
        own = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, __file__, *sys.argv[1:]]
        make = built()
        sys.exit(subprocess.run(own, env=os.environ | {"UDVALG_MOUNTS": str(make)}).returncode)
    rng = random.Random(asked.seed)
    home = pathlib.Path(tempfile.mkdtemp(prefix="kills"))
    papers = home / "papers"
    subprocess.run([os.environ["UDVALG_MOUNTS"], str(asked.papers), papers], check=True)
    archive = Archive(home / "archive", papers)
    calm = Calm(archive)
    print(f"{calm.papers} papers, {calm.seconds:.1f} s undisturbed, {len(calm.questions)} searches")
    if asked.kills:
        kills(calm, archive, asked.kills, rng)
    if asked.full:
        full_disks(calm, archive, asked.full, rng)
    if asked.gone:
        lost_shares(calm, archive, asked.gone, rng)
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
