//! Fields of forms: what they are and what was filled in ([MS-DOC] 2.9.78).

use crate::little::{stretch, u16_at, u32_at, usize_at};

use super::plc::strings;

/// Choices that a list offers; Word allows 25.
const MOST: usize = 100;

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    CheckBox(bool),
    /// The choice that is shown.
    List(Option<String>),
}

/// Reads the field at a place of the stream of data.
pub(super) fn read(data: &[u8], at: u32) -> Option<Form> {
    let at = usize::try_from(at).ok()?;
    let length = usize_at(data, at)?;
    let head = usize::from(u16_at(data, at.checked_add(4)?)?);
    let field = stretch(data, at.checked_add(head)?, length.checked_sub(head)?);
    if u32_at(field, 0)? != u32::MAX {
        return None;
    }
    let flags = u16_at(field, 4)?;
    let result = (flags >> 2) & 0x1f;
    // The name, then what stands where nothing is filled in: 25 says that nothing is.
    let rest = skip(field, 10)?;
    let usual = u16_at(field, rest)?;
    let chosen = if result == 25 { usual } else { result };
    match flags & 3 {
        1 => Some(Form::CheckBox(chosen != 0)),
        2 => {
            let mut at = rest + 2;
            for _ in 0..5 {
                at = skip(field, at)?;
            }
            let entries = strings(field.get(at..)?, MOST);
            Some(Form::List(entries.into_iter().nth(usize::from(chosen))))
        }
        _ => None,
    }
}

/// The place after a string that ends with a zero.
fn skip(field: &[u8], at: usize) -> Option<usize> {
    let units = usize::from(u16_at(field, at)?);
    at.checked_add(2 + 2 * units + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_that_nobody_touched_is_as_its_maker_left_it() {
        let mut field = vec![0u8; 68];
        field[4] = 68;
        field.extend(u32::MAX.to_le_bytes());
        field.extend((1u16 | 25 << 2).to_le_bytes());
        field.extend([0; 4]);
        field.extend([0, 0, 0, 0]);
        field.extend([1, 0]);
        let length = u32::try_from(field.len()).unwrap();
        field[..4].copy_from_slice(&length.to_le_bytes());
        assert_eq!(read(&field, 0), Some(Form::CheckBox(true)));
    }
}
