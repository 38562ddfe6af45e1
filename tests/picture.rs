//! The README's picture of a terminal is what the program prints.

use std::{fmt::Write, fs};

use crate::support::{Place, first_difference, root, run, updating};

/// What is shown, one after the other, as it is typed.
const TYPED: [&str; 2] = [
    "udvalg search \"arbejdsgruppe OR cykelsti\" --once --facets -n 2",
    "udvalg deadlines --as-of 2020-01-01 --to 2021-12-31",
];

/// Columns of the terminal.
const COLUMNS: usize = 100;

/// Runs a command with a terminal of so many columns as its standard output, and prints what comes there.
const ON_A_TERMINAL: &str = r#"
import fcntl, os, struct, subprocess, sys, termios

screen, line = os.openpty()
fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("4H", 40, int(sys.argv[1]), 0, 0))
# Ends of lines as they are written.
how = termios.tcgetattr(line)
how[1] &= ~termios.OPOST
termios.tcsetattr(line, termios.TCSANOW, how)
process = subprocess.Popen(["sh", "-c", sys.argv[2]], stdout=line)
os.close(line)
while True:
    try:
        shown = os.read(screen, 65536)
    except OSError:
        break
    if not shown:
        break
    os.write(1, shown)
sys.exit(process.wait())
"#;

/// A character's width and a line's height, in the picture's units, and the margin.
const WIDE: f64 = 8.4;
const HIGH: usize = 19;
const MARGIN: usize = 16;

/// A character and how it is shown.
type Cell = (char, &'static str);

#[test]
fn the_picture_is_what_the_program_prints() {
    let place = Place::new();
    let papers = root().join("fixtures/papers");
    // One reader: which of two versions without a later date is shown goes by which came in first.
    let taken = run(place.udvalg(["ingest", "-q", "--jobs", "1", papers.to_str().unwrap()]));
    assert_eq!(taken.code, 0, "{taken:?}");
    let script = place.write("terminal.py", ON_A_TERMINAL);
    let mut lines = Vec::new();
    for typed in TYPED {
        lines.push(cells(&format!(
            "\u{1b}[2m$\u{1b}[0m \u{1b}[1m{typed}\u{1b}[0m"
        )));
        let shown = format!("python3 {} {COLUMNS} '{typed}'", script.display());
        let ended = run(place.shell(&shown, root()));
        assert_eq!(ended.code, 0, "{ended:?}");
        lines.extend(ended.out.lines().map(cells));
        lines.push(Vec::new());
    }
    lines.pop();
    let drawn = picture(&lines);
    let kept = root().join("fixtures/terminal.svg");
    if updating() {
        fs::write(&kept, &drawn).unwrap();
    }
    let wanted = fs::read_to_string(&kept).unwrap_or_default();
    assert!(wanted == drawn, "{}", first_difference(&wanted, &drawn));
}

/// A line as characters, each with the class that its colours are in the picture.
fn cells(line: &str) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut class = "";
    for (at, part) in line.split('\u{1b}').enumerate() {
        let mut shown = part;
        if at > 0 {
            let (codes, rest) = part.split_once('m').expect("an SGR sequence");
            class = match codes.trim_start_matches('[') {
                "0" => "",
                "1" => "b",
                "2" => "d",
                "33" => "m",
                other => panic!("the picture knows no colour {other}"),
            };
            shown = rest;
        }
        cells.extend(shown.chars().map(|c| (c, class)));
    }
    cells
}

fn picture(lines: &[Vec<Cell>]) -> String {
    let rows: Vec<&[Cell]> = lines.iter().flat_map(|line| rows(line)).collect();
    let (width, height) = (
        (COLUMNS as f64 * WIDE) as usize + 2 * MARGIN,
        rows.len() * HIGH + 2 * MARGIN,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <style>text{{font:14px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#d8dee9;white-space:pre}}\
         .b{{font-weight:bold;fill:#fff}}.d{{fill:#8a93a5}}.m{{font-weight:bold;fill:#ebcb8b}}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#1e222a\"/>\n"
    );
    for (at, row) in rows.iter().enumerate() {
        let y = MARGIN + HIGH * (at + 1) - 5;
        let mut column = 0;
        for run in row.chunk_by(|a, b| a.1 == b.1) {
            draw(&mut svg, run, MARGIN as f64 + column as f64 * WIDE, y);
            column += run.len();
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The rows that a line takes; an empty one takes one.
fn rows(line: &[Cell]) -> Vec<&[Cell]> {
    if line.is_empty() {
        return vec![line];
    }
    line.chunks(COLUMNS).collect()
}

/// Characters of one look; the length is given, so that another font keeps the columns.
fn draw(svg: &mut String, run: &[Cell], x: f64, y: usize) {
    let text: String = run.iter().map(|cell| cell.0).collect();
    if text.trim().is_empty() {
        return;
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let length = run.len() as f64 * WIDE;
    let class = run.first().map_or("", |cell| cell.1);
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    writeln!(svg, "<text x=\"{x:.1}\" y=\"{y}\" textLength=\"{length:.1}\"{class} xml:space=\"preserve\">{escaped}</text>")
        .unwrap();
}
