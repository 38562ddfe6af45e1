//! Which level of the outline a paragraph's style stands for.

/// The level that a built-in style's name tells, in English or as Danish Word localizes it.
pub(crate) fn level_of_name(name: &str) -> Option<u8> {
    let plain: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match plain.as_str() {
        "title" | "titel" => return Some(1),
        "subtitle" | "undertitel" => return Some(2),
        _ => {}
    }
    let number = ["heading", "overskrift", "rubrik"]
        .iter()
        .find_map(|word| plain.strip_prefix(word))?;
    match number.as_bytes() {
        [digit @ b'1'..=b'9'] => Some(digit - b'0'),
        _ => None,
    }
}
