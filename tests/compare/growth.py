#!/usr/bin/env python3
"""How cost grows from 1,000 to 1,000,000 papers: growth.json is what was measured, growth.svg what it looks like.

    tests/compare/growth.py            writes the picture anew from the measurements
    tests/compare/growth.py --check    ends with 1 where the picture is not that of the measurements
    tests/compare/run growth           measures anew (`cargo bench -p index --bench search`), and writes both

A point of growth.json: how many papers, seconds of CPU and by the clock and megabytes of memory of indexing, megabytes of index,
milliseconds (median of 300) of some questions; when and by what it was measured. What is null was not measured.
"""
import datetime, json, math, pathlib, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
SIZES = [1_000, 10_000, 100_000, 1_000_000]
# The questions that are shown, from cheap to dear.
QUESTIONS = ["term", "phrase", "prefix", "facets over a term", "facets over all", "leading wildcard"]


def measure(home, quick):
    """Measures each size in a process of its own; a quick measurement is printed and not kept."""
    points = []
    for papers in SIZES[:2] if quick else SIZES:
        said = home / f"{papers}.json"
        run = ["cargo", "bench", "--quiet", "-p", "index", "--bench", "search", "--", str(papers), "--json", said]
        subprocess.run(run, check=True, cwd=TOP)
        points.append(point(json.loads(said.read_text())))
    kept = {"points": points}
    if quick:
        print(json.dumps(kept, indent=1))
    else:
        (HERE / "growth.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
        (HERE / "growth.svg").write_text(picture(kept))


def point(told):
    rounded = lambda figure: float(f"{figure:.3g}")
    return {
        "papers": told["papers"],
        "date": str(datetime.date.today()),
        "from": "tests/compare/run growth",
        "index_cpu_s": rounded(told["cpu"]),
        "index_wall_s": rounded(told["wall"]),
        "index_memory_mb": rounded(told["memory"] / 1e6),
        "index_mb": rounded(told["bytes"] / 1e6),
        "questions_ms": {kind: rounded(told["questions"][kind]["p50"]) for kind in QUESTIONS},
    }


# What each panel shows: its title, its unit, and its lines with what a point has of them.
def panels(points):
    each = lambda part: [(point["papers"], part(point)) for point in points if part(point) is not None]
    total = [("CPU", each(lambda p: p["index_cpu_s"])), ("wall", each(lambda p: p["index_wall_s"]))]
    of_each = lambda part, factor: each(lambda p: None if p[part] is None else p[part] * factor / p["papers"])
    paper = [
        ("index, bytes", of_each("index_mb", 1e6)),
        ("CPU, µs", of_each("index_cpu_s", 1e6)),
    ]
    memory = [("memory at most", each(lambda p: p["index_memory_mb"])), ("index on disk", each(lambda p: p["index_mb"]))]
    asked = [(kind, each(lambda p, kind=kind: p["questions_ms"].get(kind))) for kind in QUESTIONS]
    return [
        ("Indexing", "seconds", total),
        ("Memory and disk", "MB", memory),
        ("Indexing, a paper", "bytes, µs", paper),
        ("Questions, median", "ms", asked),
    ]


# Panels in two columns; each with its axes and room for names behind its lines.
WIDTH, HEIGHT, LEFT, TOP_ROOM, RIGHT, BELOW = 470, 330, 62, 44, 130, 50
# Told apart also by those who see no red or green; on white, and on black.
COLOURS = ["#0072b2", "#c04f00", "#00805c", "#a8508a", "#8f6800", "#2f7fae"]
ON_BLACK = ["#4aa8e0", "#f08a4b", "#2ec79a", "#dd92c2", "#dcae3c", "#8ccbf0"]
DASHES = ["none", "7 3", "2 3", "9 3 2 3", "4 4", "12 3"]
STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #222 }
  .title { font-weight: 600; font-size: 14px }
  .small { font-size: 11px; fill: #555 }
  .grid { stroke: #ccc; stroke-width: 1 }
  .axis { stroke: #555; stroke-width: 1; fill: none }
  .line { stroke-width: 2 }
  .ground { fill: #fff }
COLOURS
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e6e6 }
    .small { fill: #aaa }
    .grid { stroke: #3a3a3a }
    .axis { stroke: #aaa }
    .ground { fill: #15171a }
ON_BLACK
  }
"""


def style():
    """The style sheet, with the colours of the lines."""
    rules = lambda colours: "\n".join(f"  .line.c{nth} {{ stroke: {colour} }} .c{nth} {{ fill: {colour} }}" for nth, colour in enumerate(colours))
    return STYLE.replace("COLOURS", rules(COLOURS)).replace("ON_BLACK", rules(ON_BLACK))


def picture(kept):
    """The measurements as SVG, both axes of each panel logarithmic."""
    points = sorted(kept["points"], key=lambda point: point["papers"])
    parts = [panel(at, *one) for at, one in enumerate(panels(points))]
    told = "; ".join(sorted({f"{point['date']}: {point['from']}" for point in points}))
    wide, high = 2 * WIDTH, 2 * HEIGHT + 30
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" '
        f'aria-label="Cost of indexing and of questions from 1,000 to 1,000,000 papers">\n<style>{style()}</style>\n'
        f'<rect class="ground" width="{wide}" height="{high}"/>\n'
        + "".join(parts)
        + f'<text class="small" x="{LEFT}" y="{high - 12}">{escaped(told)}</text>\n</svg>\n'
    )


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def decades(figures):
    """The powers of ten around some figures."""
    low, high = math.floor(math.log10(min(figures))), math.ceil(math.log10(max(figures)))
    return low, max(high, low + 1)


def panel(at, title, unit, lines):
    lines = [(name, dots) for name, dots in lines if dots]
    x0, y0 = at % 2 * WIDTH + LEFT, at // 2 * HEIGHT + TOP_ROOM
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP_ROOM - BELOW
    across = decades([papers for _, dots in lines for papers, _ in dots])
    up = decades([figure for _, dots in lines for _, figure in dots])
    x = lambda papers: x0 + wide * (math.log10(papers) - across[0]) / (across[1] - across[0])
    y = lambda figure: y0 + high * (1 - (math.log10(figure) - up[0]) / (up[1] - up[0]))
    out = [f'<text class="title" x="{x0}" y="{y0 - 16}">{title}</text>', f'<text class="small" x="{x0 + wide}" y="{y0 - 16}" text-anchor="end">{unit}</text>']
    for power in range(up[0], up[1] + 1):
        out.append(f'<path class="grid" d="M{x0} {y(10.0**power):.1f}h{wide}"/>')
        out.append(f'<text class="small" x="{x0 - 6}" y="{y(10.0**power) + 4:.1f}" text-anchor="end">{10.0**power:,.10g}</text>')
    for power in range(across[0], across[1] + 1):
        out.append(f'<path class="grid" d="M{x(10.0**power):.1f} {y0}v{high}"/>')
        out.append(f'<text class="small" x="{x(10.0**power):.1f}" y="{y0 + high + 16}" text-anchor="middle">{10**power:,}</text>')
    out.append(f'<path class="axis" d="M{x0} {y0}v{high}h{wide}"/>')
    out.append(f'<text class="small" x="{x0 + wide / 2:.1f}" y="{y0 + high + 34}" text-anchor="middle">papers</text>')
    ends = apart([y(dots[-1][1]) for _, dots in lines])
    for nth, ((name, dots), end) in enumerate(zip(lines, ends)):
        way = "L".join(f"{x(papers):.1f} {y(figure):.1f}" for papers, figure in dots)
        out.append(f'<path class="line c{nth}" style="fill:none" stroke-dasharray="{DASHES[nth]}" d="M{way}"/>')
        for papers, figure in dots:
            told = f"{name}: {figure:.3g} at {papers:,} papers"
            out.append(f'<circle class="c{nth}" cx="{x(papers):.1f}" cy="{y(figure):.1f}" r="3.5"><title>{escaped(told)}</title></circle>')
        out.append(f'<text class="c{nth}" x="{x(dots[-1][0]) + 9:.1f}" y="{end + 4:.1f}">{name}</text>')
    return "\n".join(out) + "\n"


def apart(heights):
    """The heights of names, moved so far that none lies on another."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = list(heights)
    for above, below in zip(order, order[1:]):
        moved[below] = max(moved[below], moved[above] + 14)
    return moved


def main():
    kept = json.loads((HERE / "growth.json").read_text())
    drawn = picture(kept)
    if sys.argv[1:] == ["--check"]:
        if (HERE / "growth.svg").read_text() != drawn:
            sys.exit("growth.svg is not the picture of growth.json: run tests/compare/growth.py")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        (HERE / "growth.svg").write_text(drawn)


if __name__ == "__main__":
    main()
