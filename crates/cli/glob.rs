//! Globs: `*` and `?` within a name, `**` over folders, `[a-d]` and `[!x]`; `\` before what stands for itself.
//!
//! Letter by letter and without regard to capitals, which the globs of libraries are for the letters of ASCII alone: to
//! them an `ø` is two, and `?` no match for it.

/// A glob that paths are matched against.
#[derive(Debug)]
pub(crate) struct Glob {
    tokens: Vec<Token>,
}

#[derive(Debug, PartialEq)]
enum Token {
    One(char),
    /// Any one, but no slash.
    Any,
    /// One of these, or none of them, and no slash.
    Class {
        not: bool,
        of: Vec<(char, char)>,
    },
    /// As many as there are, but no slash.
    Star,
    /// As many folders as there are, with their slashes.
    Folders,
    /// All that is left.
    Rest,
}

impl Glob {
    /// Reads a glob. One without a slash is for names, at any depth.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.to_lowercase();
        let path = text.trim_end_matches('/');
        let mut tokens = Vec::new();
        if !path.contains('/') {
            tokens.push(Token::Folders);
        }
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        for (at, part) in parts.iter().enumerate() {
            let is_last = at + 1 == parts.len();
            match *part {
                "" => return Err("has nothing between two slashes"),
                "**" if is_last => tokens.push(Token::Rest),
                "**" => tokens.push(Token::Folders),
                part => {
                    name(part, &mut tokens)?;
                    if !is_last {
                        tokens.push(Token::One('/'));
                    }
                }
            }
        }
        Ok(Self { tokens })
    }

    /// Whether a path is matched, to its end.
    pub(crate) fn matches(&self, path: &str) -> bool {
        // Which tokens may come next: all ways are gone at once, so that no glob takes longer than its length for a letter.
        let mut open = vec![false; self.tokens.len() + 1];
        if let Some(first) = open.first_mut() {
            *first = true;
        }
        let mut at_name = true;
        self.skip(&mut open, at_name);
        for letter in path.chars().flat_map(char::to_lowercase) {
            let mut next = vec![false; open.len()];
            for (at, token) in self.tokens.iter().enumerate() {
                if open.get(at) == Some(&true) && token.takes(letter) {
                    let to = at + usize::from(!token.stays());
                    next.iter_mut().skip(to).take(1).for_each(|on| *on = true);
                }
            }
            at_name = letter == '/';
            open = next;
            self.skip(&mut open, at_name);
        }
        open.last() == Some(&true)
    }

    /// What may stand for nothing is passed over.
    fn skip(&self, open: &mut [bool], at_name: bool) {
        for (at, token) in self.tokens.iter().enumerate() {
            let may_end = match token {
                Token::Star | Token::Rest => true,
                Token::Folders => at_name,
                Token::One(_) | Token::Any | Token::Class { .. } => false,
            };
            if may_end && open.get(at) == Some(&true) {
                open.iter_mut()
                    .skip(at + 1)
                    .take(1)
                    .for_each(|on| *on = true);
            }
        }
    }
}

impl Token {
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::One(one) => *one == letter,
            Self::Any | Self::Star => letter != '/',
            Self::Class { not, of } => {
                letter != '/' && *not != of.iter().any(|(from, to)| (from..=to).contains(&&letter))
            }
            Self::Folders | Self::Rest => true,
        }
    }

    /// Whether it takes more than one letter.
    fn stays(&self) -> bool {
        matches!(self, Self::Star | Self::Folders | Self::Rest)
    }
}

/// The tokens of one name.
fn name(part: &str, tokens: &mut Vec<Token>) -> Result<(), &'static str> {
    let mut letters = part.chars();
    while let Some(letter) = letters.next() {
        let token = match letter {
            '?' => Token::Any,
            '*' if tokens.last() == Some(&Token::Star) => continue,
            '*' => Token::Star,
            '[' => class(&mut letters)?,
            '\\' => Token::One(letters.next().ok_or("ends with a backslash")?),
            letter => Token::One(letter),
        };
        tokens.push(token);
    }
    Ok(())
}

/// A class, after its bracket.
fn class(letters: &mut std::str::Chars<'_>) -> Result<Token, &'static str> {
    const OPEN: &str = "has a [ without its ]";
    let rest = letters.as_str();
    let inner = rest.strip_prefix(['!', '^']).unwrap_or(rest);
    let not = inner.len() < rest.len();
    // A bracket that comes first is one of the class.
    let end = inner
        .char_indices()
        .skip(1)
        .find(|(_, letter)| *letter == ']');
    let (end, _) = end.ok_or(OPEN)?;
    let (inner, after) = inner.split_at_checked(end).ok_or(OPEN)?;
    let mut of = Vec::new();
    let mut members = inner.chars().peekable();
    while let Some(from) = members.next() {
        let mut ahead = members.clone();
        let to = match (ahead.next(), ahead.next()) {
            (Some('-'), Some(to)) => {
                members = ahead;
                to
            }
            _ => from,
        };
        of.push((from, to));
    }
    *letters = after.strip_prefix(']').unwrap_or(after).chars();
    Ok(Token::Class { not, of })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_letter_by_letter() {
        for (glob, path, expected) in [
            ("*.pdf", "a.PDF", true),
            ("*.pdf", "sager/2021/a.pdf", true),
            ("*.pdf", "a.pdf.txt", false),
            ("bl?*", "BLÅBÆR", true),
            ("?gade", "øgade", true),
            ("?gade", "/gade", false),
            ("Æble", "æble", true),
            ("/*.txt", "a.txt", true),
            ("/*.txt", "a/b.txt", false),
            ("a/*/c", "a/b/c", true),
            ("a/*/c", "a/b/b/c", false),
            ("a/**/c", "a/c", true),
            ("a/**/c", "a/b/b/c", true),
            ("a/**/c", "a/bc", false),
            ("**/b/c", "b/c", true),
            ("**/b/c", "ab/c", false),
            ("a/**", "a/b/c", true),
            ("a/**", "a", false),
            ("a**c", "abc", true),
            ("[a-cø]x", "øx", true),
            ("[!a-c]x", "bx", false),
            ("[]a]", "]", true),
            (r"\*", "*", true),
            (r"\*", "a", false),
            ("kladder/", "a/kladder", true),
            ("a*b*c", "axxbxxbxc", true),
        ] {
            let parsed = Glob::parse(glob).unwrap();
            assert_eq!(parsed.matches(path), expected, "{glob}: {path}");
        }
    }

    #[test]
    fn what_is_no_glob_is_refused() {
        for glob in ["", "/", "a[b", "[", "[]", "a//b", "a\\"] {
            assert!(Glob::parse(glob).is_err(), "{glob}");
        }
    }

    #[test]
    fn a_glob_of_many_stars_is_no_burden() {
        let glob = Glob::parse(&"a*".repeat(200)).unwrap();
        assert!(!glob.matches(&format!("{}b/", "a".repeat(2000))));
    }
}
