//! What is to be done with an entry, from what was pushed and what the server has.

use archive::Pushed;

/// An entry as it is to be on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) uid: String,
    /// The line that a person knows it by.
    pub(super) summary: String,
    /// Its resource.
    pub(super) text: String,
    /// The hash of that.
    pub(super) hash: String,
    /// When it is shown.
    pub(super) span: String,
    pub(super) sequence: u32,
    pub(super) cancelled: bool,
}

/// What is to be done. Tags are the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// All is as it should be, or is none of ours.
    Nothing,
    /// It is new to the server.
    Create,
    /// What we wrote is still there, and is to say something else.
    Update {
        /// The tag of what is there.
        etag: &'a str,
    },
    /// Something is there that we did not write, or that was changed since: it has to be looked at.
    Look,
    /// Another client deleted it, and its time is still the one that was deleted.
    Left,
    /// The archive has it no more, and what is there is what we wrote.
    Delete {
        /// The tag of what is there.
        etag: &'a str,
    },
    /// It is neither in the archive nor on the server.
    Forget,
}

/// What is to be done with an entry of the calendar: `pushed` is what was noted of it, `there` the tag of what the server has
/// at its path.
pub(super) fn step<'a>(
    wanted: &Wanted,
    pushed: Option<&Pushed>,
    there: Option<&'a str>,
) -> Step<'a> {
    match (pushed, there) {
        // What was withdrawn before it was ever pushed is of no use to anyone.
        (None, None) if wanted.cancelled => Step::Nothing,
        (None, None) => Step::Create,
        (None, Some(_)) => Step::Look,
        // Whoever deleted it did not want it at that time; at another time it is something new to decide on.
        (Some(pushed), None) if pushed.span == wanted.span || wanted.cancelled => Step::Left,
        (Some(_), None) => Step::Create,
        (Some(pushed), Some(etag)) if pushed.etag != etag || pushed.gone => Step::Look,
        (Some(pushed), Some(_)) if pushed.hash == wanted.hash => Step::Nothing,
        (Some(_), Some(etag)) => Step::Update { etag },
    }
}

/// What is to be done with an entry that was pushed and that the archive has no more.
pub(super) fn withdrawn<'a>(pushed: &Pushed, there: Option<&'a str>) -> Step<'a> {
    match there {
        None => Step::Forget,
        Some(etag) if etag == pushed.etag => Step::Delete { etag },
        Some(_) => Step::Look,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn wanted(hash: &str, span: &str) -> Wanted {
        Wanted {
            uid: "a".to_owned(),
            summary: String::new(),
            text: String::new(),
            hash: hash.to_owned(),
            span: span.to_owned(),
            sequence: 0,
            cancelled: false,
        }
    }

    fn pushed(hash: &str, span: &str, gone: bool) -> Pushed {
        Pushed {
            uid: "a".to_owned(),
            path: "/a.ics".to_owned(),
            etag: "1".to_owned(),
            hash: hash.to_owned(),
            span: span.to_owned(),
            sequence: 0,
            at: Timestamp::UNIX_EPOCH,
            gone,
        }
    }

    #[test]
    fn only_what_is_ours_is_written() {
        let (new, old) = (wanted("b", "2"), wanted("a", "1"));
        let ours = pushed("a", "1", false);
        assert_eq!(step(&old, None, None), Step::Create);
        assert_eq!(step(&old, None, Some("1")), Step::Look);
        assert_eq!(step(&old, Some(&ours), Some("1")), Step::Nothing);
        assert_eq!(
            step(&new, Some(&ours), Some("1")),
            Step::Update { etag: "1" }
        );
        for wanted in [&old, &new] {
            assert_eq!(step(wanted, Some(&ours), Some("2")), Step::Look);
        }
    }

    #[test]
    fn what_another_client_deleted_comes_back_at_another_time_alone() {
        let ours = pushed("a", "1", false);
        assert_eq!(step(&wanted("a", "1"), Some(&ours), None), Step::Left);
        assert_eq!(step(&wanted("b", "1"), Some(&ours), None), Step::Left);
        assert_eq!(step(&wanted("b", "2"), Some(&ours), None), Step::Create);
        let gone = pushed("a", "1", true);
        assert_eq!(step(&wanted("a", "1"), Some(&gone), Some("1")), Step::Look);
    }

    #[test]
    fn what_was_withdrawn_is_not_made_and_is_deleted_where_it_is_ours() {
        let cancelled = Wanted {
            cancelled: true,
            ..wanted("b", "2")
        };
        let ours = pushed("a", "1", false);
        assert_eq!(step(&cancelled, None, None), Step::Nothing);
        assert_eq!(step(&cancelled, Some(&ours), None), Step::Left);
        assert_eq!(
            step(&cancelled, Some(&ours), Some("1")),
            Step::Update { etag: "1" }
        );
        assert_eq!(withdrawn(&ours, Some("1")), Step::Delete { etag: "1" });
        assert_eq!(withdrawn(&ours, Some("2")), Step::Look);
        assert_eq!(withdrawn(&ours, None), Step::Forget);
    }
}
