"""What programs cost beside each other: each in a process of its own, one after the other, round after round."""
import dataclasses, functools, importlib.util, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

TOP = pathlib.Path(__file__).resolve().parents[2]
PEERS = TOP / "target/peers"
# GNU time, which is small: a child of this process would be told to hold at least what Python holds.
TIME = shutil.which("time")


@functools.cache
def bench(path):
    """The module of a benchmark that lies beside what it measures."""
    spec = importlib.util.spec_from_file_location(path.replace("/", "_").removesuffix(".py"), TOP / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclasses.dataclass
class Cost:
    """Seconds by the clock, seconds of CPU with all children, bytes of memory at most (none where that is not known)."""
    wall: float
    cpu: float
    memory: int | None

    def __sub__(self, idle):
        return Cost(max(self.wall - idle.wall, 1e-6), max(self.cpu - idle.cpu, 1e-6), self.memory)

    def of(self, work):
        """Of one piece of so much work; memory is not shared out."""
        return Cost(self.wall / work, self.cpu / work, self.memory)


@dataclasses.dataclass
class Program:
    """A program that does a piece of work."""
    name: str
    command: list
    # How much it does: files, megabytes, papers.
    work: float = 1
    given: bytes | None = None
    # What it is given to do nothing, where its start is to be left out.
    idle: bytes | None = None
    # Exit codes that are none to tell of.
    ends: tuple = (0,)
    # Run before each round, unmeasured.
    before: object = None

    def costs(self):
        if self.before:
            self.before()
        cost = self.once(self.given)
        return (cost - self.once(self.idle) if self.idle is not None else cost).of(self.work)

    def once(self, given=None):
        """What one run costs. Memory is that of its largest process, or of all together where that was seen to be more: they are
        looked at ten times a second, so only in longer runs."""
        stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
        with tempfile.NamedTemporaryFile("r") as told:
            command = [TIME, "-q", "-f", "%M", "-o", told.name, *self.command] if TIME else self.command
            start = time.monotonic()
            process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            memory = bench("crates/cli/benches/ingest.py").Memory(process.pid)
            if given is not None:
                try:
                    process.stdin.write(given)
                    process.stdin.close()
                except BrokenPipeError:
                    pass
            _, status, used = os.wait4(process.pid, 0)
            wall = time.monotonic() - start
            memory.ended.set()
            largest = int(told.read()) * 1024 if TIME else None
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in self.ends:
            print(f"{self.name} ended with {process.returncode}: its figures are of what it did until then", file=sys.stderr)
        return Cost(wall, used.ru_utime + used.ru_stime, largest and max(memory.most, largest))


def rounds(programs, many):
    """The costs of each program, a list a program: in each round each has its turn."""
    costs = [[] for _ in programs]
    for _ in range(many):
        for program, of in zip(programs, costs):
            of.append(program.costs())
    return costs


def spread(figures):
    return f"{min(figures):.3g}, {statistics.median(figures):.3g}, {max(figures):.3g}"


def head(unit, of):
    """The head of a table of ratios; `of` is what ours is asked for."""
    print(f"| {of} | ours / theirs: wall | CPU | memory | ms {unit}, ours and theirs: wall | CPU | MB of memory |")
    print("|---|---|---|---|---|---|---|")


PARTS = (("wall", 1e3), ("cpu", 1e3), ("memory", 1e-6))


def parts(costs, part):
    """One part of all costs; nothing where it is not known."""
    of = [getattr(cost, part) for cost in costs]
    return None if None in of else of


def middle(costs, part, factor):
    of = parts(costs, part)
    return f"{statistics.median(of) * factor:.3g}" if of else "–"


def ratios(what, ours, theirs):
    """A row: ours divided by theirs in each round, least, median, most; and both by themselves, medians."""
    each, both = [], []
    for part, factor in PARTS:
        pair = parts(ours, part), parts(theirs, part)
        each.append(spread([a / max(b, 1e-9) for a, b in zip(*pair)]) if all(pair) else "–")
        both.append(" and ".join(middle(costs, part, factor) for costs in (ours, theirs)))
    print("| " + " | ".join([what, *each, *both]) + " |", flush=True)


def beside(what, unit, programs, many):
    """A table of the first program beside each of the others."""
    costs = rounds(programs, many)
    head(unit, what)
    for program, of in list(zip(programs, costs))[1:]:
        ratios(program.name, costs[0], of)
    if len(programs) == 1:
        alone("no peer", costs[0])


def alone(what, costs):
    """A row without a peer."""
    cells = [middle(costs, part, factor) for part, factor in PARTS]
    print(f"| {what} | – | – | – | " + " | ".join(cells) + " |", flush=True)


def here(*names):
    """Those of some programs that are installed; the others are named as left out."""
    found = [name for name in names if shutil.which(name)]
    for name in names:
        if name not in found:
            print(f"Left out, not installed: {name}\n")
    return found
