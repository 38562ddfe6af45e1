//! Answers that are kept as long as they hold, and made once however many ask.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::body::Bytes;
use jiff::{Timestamp, ToSpan};
use tokio::{
    sync::{Semaphore, watch},
    task::spawn_blocking,
    time::timeout,
};

use super::{Feed, Question, Refusal, Source};

/// Calendars that are made at once: each may take a core and hold all of its entries.
pub(super) const MADE_AT_ONCE: usize = 2;
/// Answers that are kept.
const KEPT: usize = 64;
/// Bytes that they may have together; the one that was asked for last is kept whatever it has.
const KEPT_BYTES: usize = 64 << 20;
/// So long after it was known to hold an answer is given out while the next one is being made: during an ingest, which
/// changes the archive every few seconds, those who poll often would else wait each time. Calendars poll each half hour at
/// the most, and always get what holds.
const STALE: Duration = Duration::from_secs(60);
/// How long someone is kept waiting who can be given an older answer, and who cannot.
const WAIT_FOR_BETTER: Duration = Duration::from_secs(10);
const WAIT: Duration = Duration::from_secs(50);

/// An answer as it goes out.
#[derive(Debug)]
pub(super) struct Answer {
    /// The archive's state of which it was made.
    state: String,
    /// Its tag, with the quotes.
    pub(super) tag: String,
    /// When it was last another one.
    pub(super) modified: Timestamp,
    /// The calendar.
    pub(super) bytes: Bytes,
}

type Outcome = Result<Arc<Answer>, Refusal>;
type News = watch::Receiver<Option<Outcome>>;

/// What is known of a question.
#[derive(Debug, Default)]
struct Entry {
    answer: Option<Arc<Answer>>,
    /// When the answer was last known to hold.
    held: Option<Instant>,
    under_way: Option<News>,
    /// Counts up with each look: the least is dropped first.
    looked: u64,
}

#[derive(Debug, Default)]
struct Kept {
    entries: BTreeMap<Question, Entry>,
    looks: u64,
}

/// The source's answers.
#[derive(Debug)]
pub(super) struct Answers {
    source: Source,
    kept: Mutex<Kept>,
    turns: Semaphore,
}

/// What a look finds.
enum Look {
    /// An answer to give out.
    Now(Arc<Answer>),
    /// None that holds: news of the one that is under way, and an older one if there is any.
    Wait(News, Option<Arc<Answer>>),
}

impl Answers {
    pub(super) fn new(source: Source) -> Arc<Self> {
        Arc::new(Self {
            source,
            kept: Mutex::default(),
            turns: Semaphore::new(MADE_AT_ONCE),
        })
    }

    /// The answer to a question, as far as the archive is now.
    pub(super) async fn answer(self: &Arc<Self>, question: &Question) -> Outcome {
        let state = self.state().await?;
        let first = self.answer_at(question, &state).await?;
        if first.state == state {
            return Ok(first);
        }
        // It was under way before the archive's last change, or is an older one: what is made now has the change.
        self.answer_at(question, &state).await
    }

    /// How far the archive is.
    pub(super) async fn state(self: &Arc<Self>) -> Result<String, Refusal> {
        let answers = Arc::clone(self);
        let state = spawn_blocking(move || (answers.source.state)()).await;
        state.unwrap_or(Err(Refusal::Failed))
    }

    async fn answer_at(self: &Arc<Self>, question: &Question, state: &str) -> Outcome {
        let (mut news, older) = match self.look(question, state)? {
            Look::Now(answer) => return Ok(answer),
            Look::Wait(news, older) => (news, older),
        };
        let wait = if older.is_some() {
            WAIT_FOR_BETTER
        } else {
            WAIT
        };
        let told = timeout(wait, news.wait_for(Option::is_some)).await;
        match (told, older) {
            (Ok(Ok(told)), _) => told.clone().unwrap_or(Err(Refusal::Failed)),
            (Ok(Err(_)), _) => Err(Refusal::Failed),
            (Err(_), Some(older)) => Ok(older),
            (Err(_), None) => Err(Refusal::Later),
        }
    }

    /// Looks for an answer; where none holds, one is under way afterwards.
    fn look(self: &Arc<Self>, question: &Question, state: &str) -> Result<Look, Refusal> {
        let mut kept = self.kept();
        kept.looks += 1;
        let looks = kept.looks;
        let under_way = kept.entries.values().filter(|e| e.under_way.is_some());
        let is_busy = under_way.count() >= KEPT;
        let entry = kept.entries.entry(question.clone()).or_default();
        entry.looked = looks;
        if let Some(answer) = entry.answer.as_ref().filter(|a| a.state == state) {
            entry.held = Some(Instant::now());
            return Ok(Look::Now(Arc::clone(answer)));
        }
        if entry.under_way.is_none() && is_busy {
            return match &entry.answer {
                Some(older) => Ok(Look::Now(Arc::clone(older))),
                None => Err(Refusal::Later),
            };
        }
        let begin = || self.begin(question.clone(), state.to_owned());
        let news = entry.under_way.get_or_insert_with(begin).clone();
        match &entry.answer {
            Some(older) if entry.held.is_some_and(|held| held.elapsed() < STALE) => {
                Ok(Look::Now(Arc::clone(older)))
            }
            older => Ok(Look::Wait(news, older.clone())),
        }
    }

    /// Begins to make an answer, which is kept and told to all who wait for it.
    fn begin(self: &Arc<Self>, question: Question, state: String) -> News {
        let (tell, news) = watch::channel(None);
        let answers = Arc::clone(self);
        tokio::spawn(async move {
            let feed = answers.feed(question.clone()).await;
            let outcome = answers.keep(&question, state, feed);
            tell.send_replace(Some(outcome));
        });
        news
    }

    async fn feed(self: &Arc<Self>, question: Question) -> Result<Feed, Refusal> {
        let Ok(_turn) = self.turns.acquire().await else {
            return Err(Refusal::Failed);
        };
        let answers = Arc::clone(self);
        let feed = spawn_blocking(move || (answers.source.feed)(&question)).await;
        feed.unwrap_or(Err(Refusal::Failed))
    }

    fn keep(&self, question: &Question, state: String, feed: Result<Feed, Refusal>) -> Outcome {
        let mut kept = self.kept();
        let entry = kept.entries.entry(question.clone()).or_default();
        entry.under_way = None;
        let made = feed.map(|feed| Arc::new(next(entry.answer.as_deref(), state, feed)));
        match &made {
            Ok(answer) => {
                entry.answer = Some(Arc::clone(answer));
                entry.held = Some(Instant::now());
            }
            Err(_) if entry.answer.is_none() => drop(kept.entries.remove(question)),
            Err(_) => {}
        }
        kept.trim(question);
        made
    }

    /// What is kept. Whoever panicked while holding it left it whole: it is changed by one statement at a time.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer that follows on another one. The same bytes are the same answer, since when they were first given out; others
/// have a later time, since times in HTTP have no parts of seconds.
fn next(before: Option<&Answer>, state: String, feed: Feed) -> Answer {
    let tag = format!("\"{}\"", blake3::hash(&feed.bytes).to_hex());
    if let Some(before) = before.filter(|before| before.tag == tag) {
        return Answer {
            state,
            tag,
            modified: before.modified,
            bytes: before.bytes.clone(),
        };
    }
    let after = before.and_then(|before| before.modified.checked_add(1.second()).ok());
    Answer {
        state,
        tag,
        modified: after.map_or(feed.modified, |after| after.max(feed.modified)),
        bytes: feed.bytes.into(),
    }
}

impl Kept {
    /// Drops what was not looked at for longest, until all is within its bounds.
    fn trim(&mut self, latest: &Question) {
        loop {
            let answers = self.entries.values().filter_map(|e| e.answer.as_ref());
            let bytes: usize = answers.map(|answer| answer.bytes.len()).sum();
            if self.entries.len() <= KEPT && bytes <= KEPT_BYTES {
                return;
            }
            let idle = self
                .entries
                .iter()
                .filter(|(question, entry)| entry.under_way.is_none() && *question != latest);
            let Some((oldest, _)) = idle.min_by_key(|(_, entry)| entry.looked) else {
                return;
            };
            let oldest = oldest.clone();
            self.entries.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        thread,
    };

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_multi_thread().enable_time().build().unwrap()
    }

    /// A source that counts how often it makes a calendar, in a state that the test sets.
    fn counting(bytes: usize) -> (Source, Arc<AtomicUsize>, Arc<AtomicUsize>) {
        let (made, at) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (count, state) = (Arc::clone(&made), Arc::clone(&at));
        let now = Arc::clone(&at);
        let source = Source {
            state: Box::new(move || Ok(state.load(Ordering::SeqCst).to_string())),
            feed: Box::new(move |question| {
                count.fetch_add(1, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(30));
                let mut text = format!("{question:?}{}", now.load(Ordering::SeqCst) / 10);
                text.push_str(&" ".repeat(bytes));
                Ok(Feed {
                    bytes: text.into_bytes(),
                    modified: Timestamp::from_second(100).unwrap(),
                })
            }),
        };
        (source, made, at)
    }

    fn question(text: &str) -> Question {
        Question::read(text).unwrap()
    }

    #[test]
    fn a_burst_is_made_once_and_kept_while_the_state_holds() {
        let (source, made, at) = counting(0);
        let answers = Answers::new(source);
        runtime().block_on(async {
            let asked = (0..50).map(|_| {
                let answers = Arc::clone(&answers);
                tokio::spawn(async move { answers.answer(&question("a")).await.unwrap() })
            });
            let mut tags = Vec::new();
            for task in asked.collect::<Vec<_>>() {
                tags.push(task.await.unwrap().tag.clone());
            }
            tags.dedup();
            assert_eq!((tags.len(), made.load(Ordering::SeqCst)), (1, 1));

            // Another state of the same content: made once more, in the background, and the same answer.
            at.store(1, Ordering::SeqCst);
            let again = answers.answer(&question("a")).await.unwrap();
            assert_eq!((&again.tag, again.modified.as_second()), (&tags[0], 100));
            while answers.answer(&question("a")).await.unwrap().state != "1" {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            assert_eq!(made.load(Ordering::SeqCst), 2);
        });
    }

    #[test]
    fn who_has_not_asked_for_long_gets_what_holds() {
        let (source, made, at) = counting(0);
        let answers = Answers::new(source);
        runtime().block_on(async {
            let first = answers.answer(&question("a")).await.unwrap();
            at.store(10, Ordering::SeqCst);
            let held = Instant::now().checked_sub(STALE).unwrap();
            answers.kept().entries.get_mut(&question("a")).unwrap().held = Some(held);
            let second = answers.answer(&question("a")).await.unwrap();
            assert_eq!(second.state, "10");
            assert_ne!(second.tag, first.tag);
            assert!(second.modified > first.modified, "{second:?}");
            assert_eq!(made.load(Ordering::SeqCst), 2);
        });
    }

    #[test]
    fn what_is_kept_has_bounds() {
        let (source, ..) = counting(KEPT_BYTES / 4);
        let answers = Answers::new(source);
        runtime().block_on(async {
            for name in ["a", "b", "c", "a", "d", "e"] {
                answers.answer(&question(name)).await.unwrap();
            }
        });
        let kept: Vec<_> = answers.kept().entries.keys().cloned().collect();
        assert_eq!(kept, ["a", "d", "e"].map(question));
    }

    #[test]
    fn a_source_that_fails_or_panics_costs_its_question_alone() {
        let source = Source {
            state: Box::new(|| Ok(String::new())),
            feed: Box::new(|question| match question.pairs().next() {
                Some(("panics", _)) => panic!("on purpose"),
                Some(_) => Err(Refusal::NotUnderstood("what?".to_owned())),
                None => Ok(Feed {
                    bytes: Vec::new(),
                    modified: Timestamp::UNIX_EPOCH,
                }),
            }),
        };
        let answers = Answers::new(source);
        runtime().block_on(async {
            let refused = |name| {
                let answers = Arc::clone(&answers);
                async move { answers.answer(&question(name)).await.unwrap_err() }
            };
            assert_eq!(refused("panics").await, Refusal::Failed);
            let not_understood = Refusal::NotUnderstood("what?".to_owned());
            assert_eq!(refused("x").await, not_understood);
            assert!(answers.answer(&question("")).await.is_ok());
        });
        assert_eq!(answers.kept().entries.len(), 1);
    }
}
