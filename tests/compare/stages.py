"""The stages that are measured. Each prints one table or more of Markdown."""
import multiprocessing, shutil, statistics, subprocess, sys

import bounds
from measured import PEERS, TIME, TOP, Program, alone, beside, bench, here, rounds, spread

# The most CPU milliseconds that a search may cost as a fresh process on an archive of 100,000 papers.
COLD = 60


class Stages:
    """How much is measured, and with which programs of ours."""

    def __init__(self, home, built, quick):
        self.home, self.quick = home, quick
        self.udvalg, self.make = built / "udvalg", built / "examples/make_archive"
        self.rounds = 3 if quick else 5

    def many(self, quick, whole):
        return quick if self.quick else whole

    def made(self, name, papers, *options):
        folder = self.home / name
        subprocess.run([self.make, str(papers), folder, *options], check=True)
        return folder

    def reading(self):
        """Text out of files: all files of a format in one run of ours, beside readers of that format."""
        many = self.many(20, 300)
        for form in ("pdf", "docx", "doc", "odt", "rtf", "html"):
            files = self.files(form, many)
            size = sum(file.stat().st_size for file in files)
            ours = Program("udvalg", [self.udvalg, "extract", "--text", *files], many)
            print(f"\n### Reading {form}: {many} files, {size / 1e6:.1f} MB\n")
            peers = [Program(name, command, many) for name, command in readers(form, files)]
            beside(form, "a file", [ours, *peers], self.rounds)

    def bounds(self):
        """What reading costs beside what bounds it."""
        for form in ("pdf", "docx", "txt"):
            bounds.measure(self.udvalg, form, self.files(form, self.many(40, 1_000)), self.rounds)

    def files(self, form, many):
        if form in ("doc", "odt"):
            # The fixtures', as LibreOffice wrote them, again and again: no old DOC is made here, and pandoc refuses an ODT without styles.
            known = sorted((TOP / "fixtures/papers").glob(f"*.{form}"))
            folder = self.home / form
            folder.mkdir()
            for number in range(many):
                shutil.copyfile(known[number % len(known)], folder / f"{number}.{form}")
        else:
            folder = self.made(form, many, "--only", form)
        return sorted(path for path in folder.rglob("*") if path.is_file())

    def understanding(self):
        """Dates, amounts and numbers in text, beside libraries that find dates."""
        peers = bench("crates/danish/benches/peers.py")
        lines = peers.paragraphs()
        programs = []
        for name, command, size, form in self.finders(peers):
            chosen, total = peers.filled(lines, size)
            programs.append(Program(name, command, total / 1e6, form(chosen), form(chosen[:1])))
        print("\n### Understanding: expressions of time and money, a megabyte of text\n")
        beside("reader", "a MB", programs, self.rounds)

    def finders(self, peers):
        yield "udvalg", [self.udvalg, "expressions"], self.many(5_000_000, 20_000_000), peers.asked
        for name, size in (("dateparser", self.many(20_000, 60_000)), ("duckling", self.many(20_000, 100_000))):
            try:
                peers.HOME.mkdir(parents=True, exist_ok=True)
                yield name, getattr(peers, name)(), size, peers.plain
            except (OSError, subprocess.CalledProcessError) as missing:
                print(f"Left out, cannot be installed: {name} ({missing})\n")

    def search(self):
        """The index beside others on the same papers and questions."""
        many = self.many(2_000, 100_000)
        peers = bench("crates/index/benches/peers.py")
        # PostgreSQL's server runs as another user than root.
        self.home.chmod(0o755)
        measures = {}
        for again in range(self.many(1, 3)):
            home = self.home / f"search-{again}"
            home.mkdir()
            papers = peers.Papers(home / "made", many)
            build = ["cargo", "bench", "--quiet", "--no-run", "-p", "index", "--bench", "search"]
            subprocess.run(build, check=True, cwd=TOP)
            own, questions = peers.ours(home, many)
            measures.setdefault("udvalg", []).append(own)
            for kind in (peers.Fts5, peers.Postgres, peers.Recoll):
                name, of = apart(peers, kind, home, papers, questions)
                if of is None:
                    print(f"Left out: {kind.__name__} ({name})\n")
                else:
                    measures.setdefault(name, []).append(of)
            shutil.rmtree(home)
        print(f"\n### Indexing and searching: {many:,} papers, 300 questions of each kind\n")
        self.searched(measures, peers.KINDS)

    def searched(self, measures, kinds):
        own = measures.pop("udvalg")
        print("Ours / theirs, least, median and most of the rounds:\n")
        columns = [("index CPU", lambda of: of["cpu"]), ("disk", lambda of: of["bytes"]), ("memory", lambda of: of["memory"])]
        columns += [(word, lambda of, kind=kind: of["p50"][kind]) for kind, word in kinds.items()]
        print("| | " + " | ".join(name for name, _ in columns) + " |\n" + "|---" * (len(columns) + 1) + "|")
        for name, theirs in measures.items():
            cells = []
            for _, part in columns:
                pairs = [(part(a), part(b)) for a, b in zip(own, theirs)]
                cells.append(spread([a / b for a, b in pairs]) if all(b for _, b in pairs) else "–")
            print(f"| {name} | " + " | ".join(cells) + " |")
        print("\nEach by itself, medians (index CPU s, disk MB, memory MB, questions ms):\n")
        print("| | " + " | ".join(name for name, _ in columns) + " |\n" + "|---" * (len(columns) + 1) + "|")
        for name, of in [("udvalg", own), *measures.items()]:
            cells = []
            for word, part in columns:
                each = [part(one) for one in of]
                factor = 1e-6 if word in ("disk", "memory") else 1
                cells.append(f"{statistics.median(each) * factor:.3g}" if all(each) else "–")
            print(f"| {name} | " + " | ".join(cells) + " |")

    def ingest(self):
        """All of an archive, from files to an index that can be asked, beside Recoll; and our stages alone."""
        script = bench("crates/cli/benches/ingest.py")
        many = self.many(100, 4_000)
        papers = self.made("ingest", many, "--only", "pdf,docx,txt")
        size = script.size(papers)
        fresh = lambda name: lambda: shutil.rmtree(self.home / name, ignore_errors=True)
        ours = Program("udvalg", [self.udvalg, "--archive", self.home / "archive", "ingest", "-q", papers], many, before=fresh("archive"))
        programs = [ours]
        if here("recollindex"):
            settings = self.recoll("recoll", papers)
            programs.append(Program("recollindex", ["recollindex", "-c", settings, "-z"], many, before=fresh("recoll/xapiandb")))
        print(f"\n### Ingest: {many} papers in PDF, DOCX and text, {size / 1e6:.0f} MB\n")
        beside("whole ingest", "a paper", programs, self.rounds)
        files = sorted(path for path in papers.rglob("*") if path.is_file())
        stages = [
            Program("reading and understanding alone", [self.udvalg, "extract", *files], many),
            Program("indexing alone", [self.udvalg, "--archive", self.home / "archive", "index", "rebuild"], many),
        ]
        for stage, costs in zip(stages, rounds(stages, self.rounds)):
            alone(stage.name, costs)

    def recoll(self, name, papers):
        settings = self.home / name
        settings.mkdir()
        lines = [f"topdirs = {papers}", "skippedPaths =", "skippedNames =", "indexstemminglanguages = danish", "loglevel = 1", "noaspell = 1", ""]
        (settings / "recoll.conf").write_text("\n".join(lines))
        return settings

    def no_change(self):
        """A run that finds nothing changed, beside find with its list sorted and Recoll."""
        script = bench("crates/cli/benches/no_change.py")
        many = self.many(5_000, 100_000)
        papers = self.home / "unchanged"
        script.make(papers, many)
        archive = self.home / "unchanged-archive"
        listing = f"find '{papers}' -printf '%s %T@ %p\\n' | sort"
        programs = [
            Program("udvalg", [self.udvalg, "--archive", archive, "ingest", "--json", papers]),
            Program("find and sort", ["sh", "-c", listing]),
        ]
        if here("recollindex"):
            programs.append(Program("recollindex", ["recollindex", "-c", self.recoll("unchanged-recoll", papers)]))
        for program in programs:
            program.once()
        print(f"\n### Nothing changed: {many:,} files\n")
        beside("run", "a run", programs, self.rounds)

    def cold(self):
        """A search as a fresh process, beside the start of a program that does nothing."""
        many = self.many(10_000, 100_000)
        archive = self.made("filled", many, "--filled")
        ask = lambda *words: [self.udvalg, "--archive", archive, "search", *words]
        # The first one makes the index.
        Program("udvalg", ask("udvalg")).once()
        questions = [["udvalg"], ["tilskud frist:2018..2021"], ["kvalitet*"], ['"til udvalget"'], ["formand:*en"], ["udvalg", "--facets"]]
        print(f"\n### Cold start: `udvalg search` on an archive of {many:,} papers, a fresh process each\n")
        print("| question | CPU ms: least, median, most | wall ms | MB of memory |\n|---|---|---|---|")
        most = 0
        # 1: nothing found.
        for name, command in [("`true`, for the floor", ["true"])] + [("`" + " ".join(words) + "`", ask(*words)) for words in questions]:
            costs = rounds([Program(name, command, ends=(0, 1))], 3 * self.rounds)[0]
            most = max(most, statistics.median(cost.cpu for cost in costs) * 1e3)
            parts = [spread([cost.cpu * 1e3 for cost in costs]), spread([cost.wall * 1e3 for cost in costs])]
            print(f"| {name} | " + " | ".join(parts) + f" | {max(cost.memory for cost in costs) / 1e6 if TIME else 0:.0f} |", flush=True)
        print(f"\nThe dearest question's median is {most:.0f} ms of CPU; asked for are {COLD} at most, on 100,000 papers.")

    def feed(self):
        """Calendars that poll, papers coming in meanwhile."""
        print("\n### Calendars that poll\n\n```text", flush=True)
        options = ["--clients", "50", "--seconds", "10", "--papers", "200"] if self.quick else []
        subprocess.run([sys.executable, TOP / "crates/web/benches/poll.py", self.udvalg, *options], check=True)
        print("```")

    def crates(self):
        """The benchmarks of single crates, without peers."""
        print("\n### The crates by themselves\n\n```text", flush=True)
        for name in ("danish", "fields", "formats", "archive"):
            subprocess.run(["cargo", "bench", "--quiet", "-p", name], check=True, cwd=TOP)
        print("```")


def readers(form, files):
    """Programs that print the text of such files. Those that take one file at a time are started for each."""
    each = lambda line: ["sh", "-c", f'for file; do {line}; done', "sh", *files]
    python = PEERS / "python/bin/python"
    match form:
        case "pdf":
            for name in here("pdftotext", "mutool"):
                lines = {"pdftotext": each('pdftotext -q "$file" -'), "mutool": ["mutool", "draw", "-q", "-F", "text", *files]}
                yield name, lines[name]
        case "docx":
            if python.exists() and subprocess.run([python, "-c", "import docx2txt"], capture_output=True).returncode == 0:
                script = "import docx2txt, sys\nfor file in sys.argv[1:]: print(docx2txt.process(file))"
                yield "docx2txt", [python, "-c", script, *files]
            else:
                print("Left out, not installed: docx2txt\n")
        case "doc":
            for name in here("antiword"):
                yield name, each('antiword "$file"')
    if form in ("docx", "odt", "rtf", "html"):
        for name in here("pandoc"):
            yield name, each(f'pandoc -f {form} -t plain "$file"')


def apart(peers, kind, home, papers, questions):
    """What a peer of the index needs, in a process of its own, with the most memory that it and its children held."""
    def work(line):
        try:
            peer = kind(home)
            try:
                line.send((peer.name, peers.measured(peer, papers, questions)))
            finally:
                peer.close()
        except (ImportError, OSError, RuntimeError, subprocess.CalledProcessError) as missing:
            line.send((str(missing), None))
    told, line = multiprocessing.Pipe(False)
    process = multiprocessing.get_context("fork").Process(target=work, args=(line,))
    process.start()
    line.close()
    memory = bench("crates/cli/benches/ingest.py").Memory(process.pid)
    try:
        name, of = told.recv()
    except EOFError:
        name, of = f"{kind.__name__} broke off", None
    process.join()
    memory.ended.set()
    if of is not None:
        of["memory"] = memory.most
    return name, of
