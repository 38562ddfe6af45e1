#!/usr/bin/env python3
"""Our index beside its peers on the same papers and the same questions, in one run: SQLite FTS5, PostgreSQL and Recoll.

    crates/index/benches/peers.py [PAPERS]            from the top of the project; 100,000 papers unless another number is given

The papers are made by the example `papers`, the questions are drawn by the bench `search`. The tables give the CPU seconds of indexing, the
megabytes on disk and, for each kind of question, the median of 300 in milliseconds, and how many papers the median question found.

Ours and FTS5 hold no text and are handed it in memory; PostgreSQL holds the words, not the text; Recoll reads the files itself, and holds what it is by
default set to hold. All give the ten best papers. Ours counts all papers found with every question, which the others need not but where it says so; its facets are
seven, theirs four (kind, year, organisations, roles of dates). What is not installed is left out.
"""
import json, os, pathlib, pwd, resource, shutil, sqlite3, statistics, subprocess, sys, tempfile, time
from datetime import datetime

TOP = pathlib.Path(__file__).resolve().parents[3]
KINDS = {
    "term": "term",
    "and": "two terms, both",
    "phrase": "phrase",
    "prefix": "prefix",
    "facets": "facets over a term",
    "range": "90 days, newest first",
    "counted": "the same, all counted",
}
# What ours is asked: it counts in any case.
OURS = KINDS | {"counted": KINDS["range"]}
COUNTED = ["term", "and", "phrase", "prefix"]
TEN = 10


def cpu():
    """CPU seconds so far, of this process and of those that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in used)


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def milliseconds(ask, questions):
    """How long each question takes."""
    times = []
    for parts in questions:
        start = time.perf_counter()
        ask(parts)
        times.append((time.perf_counter() - start) * 1e3)
    return times


class Papers:
    """The papers in a folder, as files and as facts."""

    def __init__(self, folder, many):
        self.folder = folder
        run = ["cargo", "run", "--quiet", "--release", "-p", "index", "--example", "papers", "--", str(many), folder]
        subprocess.run(run, check=True, cwd=TOP)

    def facts(self):
        with open(self.folder / "facts.jsonl") as lines:
            yield from map(json.loads, lines)

    def text(self, fact):
        return (self.folder / "papers" / fact["path"]).read_text()


def ours(home, many):
    """What the benchmark says of us, and its questions."""
    said = home / "ours.json"
    run = ["cargo", "bench", "--quiet", "-p", "index", "--bench", "search", "--", str(many), "--json", said]
    subprocess.run(run, check=True, cwd=TOP, stdout=subprocess.DEVNULL)
    told = json.loads(said.read_text())
    of = {short: told["questions"][kind] for short, kind in OURS.items()}
    measures = {
        "cpu": told["cpu"],
        "bytes": told["bytes"],
        "memory": told["memory"],
        "p50": {kind: of[kind]["p50"] for kind in KINDS},
        "found": {kind: of[kind]["found"] for kind in COUNTED},
    }
    return measures, {kind: of[kind]["asked"] for kind in KINDS}


class Fts5:
    """SQLite's FTS5 without the text, facts in tables beside it."""

    name = f"SQLite {sqlite3.sqlite_version} FTS5"
    FACETS = """WITH found AS MATERIALIZED (SELECT rowid AS paper FROM words WHERE words MATCH ?)
        SELECT 'kind', kind, count(*) FROM found JOIN facts USING (paper) GROUP BY 2
        UNION ALL SELECT 'year', year, count(*) FROM found JOIN facts USING (paper) GROUP BY 2
        UNION ALL SELECT 'organisation', name, count(*) FROM found JOIN organisations USING (paper) GROUP BY 2
        UNION ALL SELECT 'role', role, count(*) FROM found JOIN roles USING (paper) GROUP BY 2"""

    def __init__(self, home):
        self.db = sqlite3.connect(home / "fts5.db")
        self.home = home

    def index(self, papers):
        self.db.executescript("""
            CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize="unicode61 remove_diacritics 0");
            CREATE TABLE facts(paper INTEGER PRIMARY KEY, path, title, kind, year, date);
            CREATE TABLE organisations(paper, name, PRIMARY KEY (paper, name)) WITHOUT ROWID;
            CREATE TABLE roles(paper, role, PRIMARY KEY (paper, role)) WITHOUT ROWID;
        """)
        for fact in papers.facts():
            paper = fact["paper"]
            row = [fact[column] for column in ("paper", "path", "title", "kind", "year", "date")]
            self.db.execute("INSERT INTO words(rowid, body) VALUES (?, ?)", (paper, papers.text(fact)))
            self.db.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)", row)
            self.db.executemany("INSERT INTO organisations VALUES (?, ?)", [(paper, o) for o in fact["organisations"]])
            self.db.executemany("INSERT INTO roles VALUES (?, ?)", [(paper, role) for role in fact["roles"]])
        self.db.execute("CREATE INDEX dates ON facts(date)")
        self.db.commit()
        self.db.execute("INSERT INTO words(words) VALUES ('optimize')")
        self.db.commit()
        self.db.execute("ANALYZE")
        return size_of(self.home / "fts5.db")

    @staticmethod
    def query(kind, parts):
        quoted = [f'"{part}"' for part in parts]
        match kind:
            case "phrase": return '"' + " ".join(parts) + '"'
            case "prefix": return quoted[0] + " *"
            case _: return " AND ".join(quoted)

    def ask(self, kind, parts):
        if kind in ("range", "counted"):
            rows = "SELECT paper, path, title FROM facts WHERE date BETWEEN ? AND ? ORDER BY date DESC LIMIT 10"
            found = self.db.execute(rows, parts).fetchall()
            if kind == "counted":
                found += self.db.execute("SELECT count(*) FROM facts WHERE date BETWEEN ? AND ?", parts).fetchall()
            return found
        query = self.query(kind, parts)
        best = """SELECT paper, path, title FROM
            (SELECT rowid AS paper, rank AS good FROM words WHERE words MATCH ? ORDER BY rank LIMIT 10)
            JOIN facts USING (paper) ORDER BY good"""
        rows = self.db.execute(best, [query]).fetchall()
        if kind == "facets":
            rows += self.db.execute(self.FACETS, [query]).fetchall()
        return rows

    def found(self, kind, parts):
        return self.db.execute("SELECT count(*) FROM words WHERE words MATCH ?", [self.query(kind, parts)]).fetchone()[0]

    def times(self, kind, questions):
        return milliseconds(lambda parts: self.ask(kind, parts), questions)

    def close(self):
        self.db.close()


def size_of(path):
    return sum(part.stat().st_size for part in path.parent.glob(path.name + "*"))


def literal(text):
    return "'" + text.replace("'", "''") + "'"


class Postgres:
    """PostgreSQL's full text in Danish with a GIN index, on a server of its own; asked by psql, which tells the time of each query."""

    BEST = "SELECT paper, path, title FROM papers WHERE words @@ {q} ORDER BY ts_rank(words, {q}) DESC LIMIT 10;"
    FACETS = """WITH found AS MATERIALIZED (SELECT kind, year, organisations, roles FROM papers WHERE words @@ {q})
        SELECT 'kind', kind, count(*) FROM found GROUP BY 2 UNION ALL SELECT 'year', year::text, count(*) FROM found GROUP BY 2
        UNION ALL SELECT 'organisation', unnest(organisations), count(*) FROM found GROUP BY 2
        UNION ALL SELECT 'role', unnest(roles), count(*) FROM found GROUP BY 2;"""

    def __init__(self, home):
        self.bin = self.programs()
        self.home = home / "postgres"
        self.home.mkdir()
        # The server refuses to be run by the superuser.
        self.user = {}
        if os.getuid() == 0:
            names = [user.pw_name for user in pwd.getpwall()]
            self.user = {"user": "postgres" if "postgres" in names else "nobody"}
            shutil.chown(self.home, self.user["user"])
            home.chmod(0o755)
        init = [self.bin / "initdb", "-D", self.home / "data", "-U", "peer", "-A", "trust", "-E", "UTF8", "--no-locale"]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL, cwd=self.home, **self.user)
        version = subprocess.run([self.bin / "postgres", "--version"], capture_output=True, text=True).stdout
        self.name = "PostgreSQL " + version.split()[2]
        self.server = None

    @staticmethod
    def programs():
        candidates = [pathlib.Path("/usr/lib/postgresql/15/bin")]
        if shutil.which("pg_config"):
            told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True).stdout.strip()
            candidates.insert(0, pathlib.Path(told))
        for folder in candidates:
            if (folder / "initdb").exists():
                return folder
        raise ModuleNotFoundError("no PostgreSQL server")

    def start(self):
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.home,
            "shared_buffers": "512MB",
            "maintenance_work_mem": "256MB",
        }
        given = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        server = [self.bin / "postgres", "-D", self.home / "data", *given]
        log = subprocess.DEVNULL
        self.server = subprocess.Popen(server, cwd=self.home, stdout=log, stderr=log, **self.user)
        for _ in range(300):
            ready = subprocess.run([self.bin / "pg_isready", "-q", "-h", self.home])
            if ready.returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("the PostgreSQL server does not start")

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
            self.server = None

    def psql(self, script):
        run = [self.bin / "psql", "-h", self.home, "-U", "peer", "-d", "postgres", "-q", "-A", "-t", "-X", "-v", "ON_ERROR_STOP=1"]
        environment = os.environ | {"LC_ALL": "C.UTF-8"}
        done = subprocess.run(run, input=script, capture_output=True, text=True, env=environment)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def index(self, papers):
        rows = self.home / "rows.tsv"
        with open(rows, "w") as out:
            for fact in papers.facts():
                array = lambda values: json.dumps(values, ensure_ascii=False).replace("[", "{").replace("]", "}")
                body = papers.text(fact)
                columns = [str(fact["paper"]), fact["path"], fact["title"], fact["kind"], str(fact["year"]), fact["date"]]
                columns += [array(fact["organisations"]), array(fact["roles"]), body]
                escaped = [c.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n") for c in columns]
                out.write("\t".join(escaped) + "\n")
        self.start()
        columns = "paper int, path text, title text, kind text, year int, date date, organisations text[], roles text[]"
        self.psql(f"""CREATE UNLOGGED TABLE brought({columns}, body text);
            \\copy brought from '{rows}'
            CREATE TABLE papers({columns}, words tsvector);
            INSERT INTO papers SELECT paper, path, title, kind, year, date, organisations, roles, to_tsvector('danish', body) FROM brought;
            DROP TABLE brought;
            CREATE INDEX ON papers USING gin(words);
            CREATE INDEX ON papers(date);
            VACUUM ANALYZE papers;""")
        bytes = int(self.psql("SELECT pg_total_relation_size('papers');"))
        # Only a server that has ended tells what it used.
        self.stop()
        rows.unlink()
        return bytes

    @staticmethod
    def query(kind, parts):
        match kind:
            case "phrase": return f"phraseto_tsquery('danish', {literal(' '.join(parts))})"
            case "prefix": return f"to_tsquery('simple', {literal(parts[0] + ':*')})"
            case _: return f"plainto_tsquery('danish', {literal(' '.join(parts))})"

    def asked(self, kind, parts):
        if kind in ("range", "counted"):
            within = "FROM papers WHERE date BETWEEN {} AND {}".format(*map(literal, parts))
            best = f"SELECT paper, path, title {within} ORDER BY date DESC LIMIT 10;"
            return best if kind == "range" else f"{best}\nSELECT count(*) {within};"
        best = self.BEST.format(q=self.query(kind, parts))
        return best if kind != "facets" else best + "\n" + self.FACETS.format(q=self.query(kind, parts))

    def times(self, kind, questions):
        if not self.server:
            self.start()
        script = "\\timing on\n\\o /dev/null\n" + "\n".join(self.asked(kind, parts) for parts in questions)
        lines = [line for line in self.psql(script).splitlines() if line.startswith("Time: ")]
        each = [float(line.split()[1]) for line in lines]
        statements = len(each) // len(questions)
        return [sum(each[at:at + statements]) for at in range(0, len(each), statements)]

    def found(self, kind, parts):
        return int(self.psql(f"SELECT count(*) FROM papers WHERE words @@ {self.query(kind, parts)};"))

    def close(self):
        self.stop()


class Recoll:
    """Recoll with Danish stems; it has no counts of facets."""

    def __init__(self, home):
        if not shutil.which("recollindex"):
            raise ModuleNotFoundError("no recollindex")
        sys.path.append("/usr/lib/python3/dist-packages")
        from recoll import recoll
        self.module = recoll
        told = subprocess.run(["recollindex", "-h"], capture_output=True, text=True)
        self.name = (told.stdout + told.stderr).partition("Recoll version: ")[2].partition(" +")[0] or "Recoll"
        self.home = home / "recoll"
        self.home.mkdir()
        self.db = None

    def index(self, papers):
        folder = papers.folder / "papers"
        # Recoll sorts by the day of the file.
        for fact in papers.facts():
            noon = datetime.fromisoformat(fact["date"] + "T12:00:00").timestamp()
            os.utime(folder / fact["path"], (noon, noon))
        settings = ["topdirs = " + str(folder), "skippedPaths =", "skippedNames =", "indexstemminglanguages = danish", "loglevel = 1"]
        (self.home / "recoll.conf").write_text("\n".join(settings + ["noaspell = 1", ""]))
        run = ["recollindex", "-c", self.home, "-z"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return size(self.home / "xapiandb")

    def query(self, kind, parts):
        if self.db is None:
            self.db = self.module.connect(confdir=str(self.home))
        query = self.db.query()
        if kind == "range":
            query.sortby("mtime", ascending=False)
        text = {
            "phrase": '"' + " ".join(parts) + '"',
            "prefix": parts[0] + "*",
            "range": "mime:text/plain date:" + "/".join(parts),
        }.get(kind, " ".join(parts))
        found = query.execute(text, stemming=1, stemlang="danish")
        return query, found

    def ask(self, kind, parts):
        query, _ = self.query(kind, parts)
        return [(doc.url, doc.title) for doc in query.fetchmany(TEN)]

    def found(self, kind, parts):
        return self.query(kind, parts)[1]

    def times(self, kind, questions):
        if kind in ("facets", "counted"):
            return None
        return milliseconds(lambda parts: self.ask(kind, parts), questions)

    def close(self):
        self.db = None


def measured(peer, papers, questions):
    """What a peer needs, and how long it takes to answer."""
    before = cpu()
    bytes = peer.index(papers)
    used = cpu() - before
    times = {kind: peer.times(kind, questions[kind]) for kind in KINDS}
    found = {kind: [peer.found(kind, parts) for parts in questions[kind][:60]] for kind in COUNTED}
    return {
        "cpu": used,
        "bytes": bytes,
        "p50": {kind: each and statistics.median(each) for kind, each in times.items()},
        "found": {kind: int(statistics.median(counts)) for kind, counts in found.items()},
    }


def row(first, cells):
    print("| " + " | ".join([first, *cells]) + " |")


def tell(many, all_measures):
    print(f"## {many} papers, one run\n")
    row("", ["index CPU s", "MB", *(f"{kind}, ms" for kind in KINDS.values())])
    row("---", ["---"] * (2 + len(KINDS)))
    for name, of in all_measures.items():
        p50 = [of["p50"][kind] for kind in KINDS]
        cells = ["–" if time is None else f"{time:.3f}" for time in p50]
        row(name, [f"{of['cpu']:.1f}", f"{of['bytes'] / 1e6:.1f}", *cells])
    print("\nPapers that the median question found (of the first 60; of ours, of all 300):\n")
    row("", [KINDS[kind] for kind in COUNTED])
    row("---", ["---"] * len(COUNTED))
    for name, of in all_measures.items():
        row(name, [str(of["found"][kind]) for kind in COUNTED])


def main():
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="peers") as home:
        home = pathlib.Path(home)
        papers = Papers(home / "made", many)
        all_measures = {}
        all_measures["udvalg"], questions = ours(home, many)
        for kind in (Fts5, Postgres, Recoll):
            try:
                peer = kind(home)
            except (ImportError, OSError) as missing:
                print(f"left out: {kind.__name__} ({missing})\n")
                continue
            try:
                all_measures[peer.name] = measured(peer, papers, questions)
            finally:
                peer.close()
        tell(many, all_measures)


if __name__ == "__main__":
    main()
