//! The tokens of RTF: groups, control words with a number, control symbols, bytes of text.

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'b> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word and the number behind it.
    Word(&'b str, Option<i32>),
    /// A control symbol.
    Symbol(u8),
    /// A character as two hexadecimal digits: `\'e6`.
    Hex(u8),
    /// Characters as they are.
    Text(&'b [u8]),
}

/// Letters that a control word may have (RTF 1.9.1 allows 32); a longer one is no word of ours.
const LONGEST_WORD: usize = 32;

/// Goes through a file once.
#[derive(Debug)]
pub(super) struct Tokens<'b> {
    rest: &'b [u8],
    length: usize,
}

impl<'b> Tokens<'b> {
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Self {
            rest: bytes,
            length: bytes.len(),
        }
    }

    /// Where in the file the next token begins.
    pub(super) fn at(&self) -> usize {
        self.length - self.rest.len()
    }

    /// Takes so many bytes as they are: what follows `\bin`.
    pub(super) fn pass(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn control(&mut self) -> Option<Token<'b>> {
        let (&first, rest) = self.rest.split_first()?;
        if !first.is_ascii_alphabetic() {
            self.rest = rest;
            return Some(match (first, rest) {
                (b'\'', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                    (Some(high), Some(low)) => {
                        self.rest = after;
                        Token::Hex(high * 16 + low)
                    }
                    _ => Token::Symbol(first),
                },
                _ => Token::Symbol(first),
            });
        }
        let letters = count(self.rest, |b| b.is_ascii_alphabetic()).min(LONGEST_WORD);
        let (word, rest) = self.rest.split_at(letters);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = count(rest.get(sign..).unwrap_or_default(), |b| b.is_ascii_digit());
        let (number, rest) = match digits {
            0 => (None, rest),
            _ => {
                let (number, rest) = rest.split_at(sign + digits.min(10));
                let number = std::str::from_utf8(number)
                    .ok()
                    .and_then(|text| text.parse().ok());
                (
                    number,
                    rest.get(digits.saturating_sub(10)..).unwrap_or_default(),
                )
            }
        };
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        Some(Token::Word(
            std::str::from_utf8(word).unwrap_or_default(),
            number,
        ))
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let (&first, rest) = self.rest.split_first()?;
            match first {
                b'{' => {
                    self.rest = rest;
                    return Some(Token::Open);
                }
                b'}' => {
                    self.rest = rest;
                    return Some(Token::Close);
                }
                b'\\' => {
                    self.rest = rest;
                    return self.control();
                }
                // Line ends only break the file's lines; some files end in NULs.
                b'\r' | b'\n' | 0 => self.rest = rest,
                _ => {
                    let length = memchr_any(self.rest);
                    let (text, rest) = self.rest.split_at(length);
                    self.rest = rest;
                    return Some(Token::Text(text));
                }
            }
        }
    }
}

fn count(bytes: &[u8], test: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().take_while(|&b| test(b)).count()
}

fn memchr_any(bytes: &[u8]) -> usize {
    count(bytes, |b| {
        !matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0)
    })
    .max(1)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_characters_are_told_apart() {
        let tokens: Vec<_> = Tokens::of(b"{\\b0 fed\\u-10 ?\\'e6\\~\r\n\\par}").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(0)),
                Token::Text(b"fed"),
                Token::Word("u", Some(-10)),
                Token::Text(b"?"),
                Token::Hex(0xe6),
                Token::Symbol(b'~'),
                Token::Word("par", None),
                Token::Close,
            ]
        );
    }

    #[test]
    fn what_is_cut_off_ends() {
        for cut in [&b"\\"[..], b"\\'e", b"\\u-", b"\\f99999999999999"] {
            assert!(Tokens::of(cut).count() < 4, "{cut:?}");
        }
    }
}
