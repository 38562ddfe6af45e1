#!/usr/bin/env python3
"""Our language layer beside its peers on one text, in one run: Python's dateparser (search_dates, Danish) and the crate duckling.

    crates/danish/benches/peers.py            from the top of the project, after `cargo build --release`

Each reads the paragraphs of the fixtures' papers, as many as it reads in some seconds; the table gives megabytes a second of one
process and how many times as fast ours is, as the least, the median and the most of five runs. Ours reads and writes JSON meanwhile. What the
peers find is not compared here: they know no Danish amounts, weeks or school years. Both are installed below `target/peers`.
"""
import json, pathlib, statistics, subprocess, sys, time

TOP = pathlib.Path(__file__).resolve().parents[3]
HOME = TOP / "target" / "peers"
RUNS = 5
DUCKLING = '''
use std::io::BufRead;
use duckling::{Context, DimensionKind, Lang, Locale, Options, parse};

fn main() {
    let locale = Locale::new(Lang::DA, None);
    let (context, options) = (Context::default(), Options::default());
    let kinds = [DimensionKind::Time, DimensionKind::Duration, DimensionKind::AmountOfMoney, DimensionKind::Numeral];
    let mut found = 0;
    for line in std::io::stdin().lock().lines() {
        found += parse(&line.unwrap(), &locale, &kinds, &context, &options).len();
    }
    println!("{found}");
}
'''
DATEPARSER = '''
import sys
from dateparser.search import search_dates
print(sum(len(search_dates(line, languages=["da"]) or []) for line in sys.stdin))
'''


def paragraphs():
    texts = [path.read_text() for path in sorted((TOP / "fixtures" / "papers").glob("*.txt"))]
    return [" ".join(part.split()) for text in texts for part in text.split("\n\n") if part.strip()]


def filled(lines, size):
    """The lines over and over, up to a size in bytes."""
    chosen, total = [], 0
    while total < size:
        for line in lines:
            chosen.append(line)
            total += len(line.encode()) + 1
            if total >= size:
                break
    return chosen, total


def plain(lines):
    """Lines as the peers read them."""
    return "".join(line + "\n" for line in lines).encode()


def asked(lines):
    """Lines as `udvalg expressions` reads them."""
    snippets = ({"id": k, "text": line, "reference_date": "2014-03-07"} for k, line in enumerate(lines))
    return "".join(json.dumps(snippet, ensure_ascii=False) + "\n" for snippet in snippets).encode()


def seconds(command, given, idle):
    """What a process needs for its input, without what it needs for none."""
    def run(text):
        start = time.perf_counter()
        subprocess.run(command, input=text, capture_output=True, check=True)
        return time.perf_counter() - start
    return max(run(given) - run(idle), 1e-9)


def dateparser():
    python = HOME / "python" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", HOME / "python"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "dateparser==1.4.3"], check=True)
    return [python, "-c", DATEPARSER]


def duckling():
    crate = HOME / "duckling"
    if not (crate / "Cargo.toml").exists():
        (crate / "src").mkdir(parents=True)
        (crate / "src" / "main.rs").write_text(DUCKLING)
        (crate / "Cargo.toml").write_text(
            '[package]\nname = "peer"\nversion = "0.0.0"\nedition = "2024"\n'
            '[dependencies]\nduckling = "=0.4.0"\n[workspace]\n'
        )
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=crate, check=True)
    return [crate / "target" / "release" / "peer"]


def main():
    HOME.mkdir(parents=True, exist_ok=True)
    lines = paragraphs()
    ours = [TOP / "target" / "release" / "udvalg", "expressions"]
    readers = [("udvalg expressions", ours, 20_000_000, asked), ("duckling 0.4.0", duckling(), 100_000, plain),
               ("dateparser 1.4.3", dateparser(), 60_000, plain)]
    rates = {name: [] for name, *_ in readers}
    for _ in range(RUNS):
        for name, command, size, form in readers:
            chosen, total = filled(lines, size)
            rates[name].append(total / 1e6 / seconds(command, form(chosen), form(chosen[:1])))
    own = rates[readers[0][0]]
    print("| reader | MB/s, median | ours is so many times as fast (least, median, most) |\n|---|---|---|")
    for name, these in rates.items():
        ratios = sorted(a / b for a, b in zip(own, these))
        print(f"| {name} | {statistics.median(these):.3g} | {ratios[0]:.3g}, {statistics.median(ratios):.3g}, {ratios[-1]:.3g} |")


if __name__ == "__main__":
    main()
