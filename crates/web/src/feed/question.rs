//! What a calendar is asked for, as the address says it.

use percent_encoding::percent_decode_str;

/// The names and values behind the `?` of an address, decoded. Which of them mean something is the source's to say. They
/// are in the order of their names, values of one name in the order of the address: questions that ask for the same are
/// equal.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question(Vec<(String, String)>);

impl Question {
    /// Reads what stands behind the `?` (`application/x-www-form-urlencoded`); `None` where its bytes are not UTF-8.
    pub(super) fn read(query: &str) -> Option<Self> {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let mut read = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decoded(name)?, decoded(value)?))
            })
            .collect::<Option<Vec<_>>>()?;
        read.sort_by(|(one, _), (other, _)| one.cmp(other));
        Some(Self(read))
    }

    /// Its names and values.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }
}

fn decoded(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    let decoded = percent_decode_str(&text).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_decoded() {
        let read = |query: &str| {
            let question = Question::read(query)?;
            let pairs = question.pairs();
            Some(
                pairs
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect::<Vec<_>>(),
            )
        };
        let both = ["q=frist:2021 a+b", "role=deadline", "role=møde"];
        assert_eq!(
            read("role=deadline&q=frist:2021+a%2Bb&role=m%C3%B8de").unwrap(),
            both
        );
        assert_eq!(read("").unwrap(), [""; 0]);
        assert_eq!(read("&&x&").unwrap(), ["x="]);
        assert_eq!(read("q=%ff"), None);
        assert_eq!(read("q=100%").unwrap(), ["q=100%"]);
        assert_eq!(Question::read("a=1&b=2"), Question::read("b=2&a=1"));
        assert_ne!(Question::read("a=1&a=2"), Question::read("a=2&a=1"));
    }
}
