//! Bars over months and years, as SVG within the page: nothing is fetched from elsewhere.

use std::fmt::Write;

/// A bar.
pub(super) struct Bar {
    /// What stands below it.
    pub name: String,
    /// What it is told to be where a pointer rests on it, and to who cannot see it.
    pub told: String,
    /// Its height, of any unit.
    pub value: u64,
    /// Which of the colours it has.
    pub colour: usize,
}

/// Room for a bar with what stands below it, and of all, in the picture's own units.
const STEP: usize = 46;
const HEIGHT: usize = 160;
const FOOT: usize = 40;

/// Bars that a picture has at most: more would be too thin to tell apart.
pub(super) const MOST: usize = 48;

/// The picture of bars; those behind the forty-eighth are left out.
pub(super) fn bars(bars: &[Bar], title: &str) -> String {
    let bars = bars.get(..MOST).unwrap_or(bars);
    let most = bars
        .iter()
        .map(|bar| bar.value)
        .max()
        .unwrap_or_default()
        .max(1);
    let (width, height) = (bars.len() * STEP + 10, HEIGHT + FOOT);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" style=\"max-width:{width}px\"><title>{}</title>\n",
        escaped(title)
    );
    for (at, bar) in bars.iter().enumerate() {
        let share = u128::from(bar.value) * HEIGHT as u128 / u128::from(most);
        let tall = usize::try_from(share)
            .unwrap_or(HEIGHT)
            .max(usize::from(bar.value > 0));
        let (left, top) = (at * STEP + 8, HEIGHT - tall);
        let _ = writeln!(
            svg,
            "<g><title>{}</title><rect class=\"c{}\" x=\"{left}\" y=\"{top}\" width=\"30\" height=\"{tall}\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></g>",
            escaped(&bar.told),
            bar.colour,
            left + 15,
            HEIGHT + 16,
            escaped(&bar.name)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Text as HTML and SVG can hold it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_picture_and_a_low_one_is_seen() {
        let bar = |value| Bar {
            name: "maj".into(),
            told: format!("{value} <frister>"),
            value,
            colour: 0,
        };
        let svg = bars(&[bar(u64::MAX), bar(1), bar(0)], "Frister");
        assert!(
            svg.contains("height=\"160\"/>") && svg.contains("height=\"1\"/>"),
            "{svg}"
        );
        assert!(
            svg.contains("height=\"0\"/>") && svg.contains("1 &lt;frister&gt;"),
            "{svg}"
        );
        assert!(bars(&[], "x").contains("</svg>"));
    }
}
