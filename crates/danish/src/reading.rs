//! All expressions of a text in one pass.

use crate::{
    found::{Context, Money, Number, Time},
    lex::Sentences,
    money, numeral, resolve,
    time::{Reader, said::Said},
    vocabulary::Vocabulary,
};

/// What a text says of time, money and number, read once. Times are resolved as often as the context changes, without
/// reading the text again.
///
/// ```
/// use danish::{Context, Reading, Vocabulary};
///
/// let reading = Reading::new("Svar senest 3/9 om de tre puljer på 40.000 kr.", Vocabulary::builtin());
/// assert_eq!((reading.money[0].ore, reading.numbers[0].value), (4_000_000, 3.0));
/// for (year, day) in [(2004, "2004-09-03"), (2011, "2011-09-03")] {
///     let reference = Some(jiff::civil::date(year, 8, 2));
///     let times = reading.times(&Context { reference, ..Context::default() });
///     assert_eq!(times[0].start.unwrap().to_string(), day);
/// }
/// ```
pub struct Reading<'a> {
    text: &'a str,
    said: Vec<Said>,
    /// As [`money`](crate::money()) finds them.
    pub money: Vec<Money>,
    /// As [`numbers`](crate::numbers) finds them.
    pub numbers: Vec<Number>,
}

impl<'a> Reading<'a> {
    /// Reads a text.
    pub fn new(text: &'a str, vocabulary: &Vocabulary) -> Self {
        let (mut numbers, mut tokens) = (Vec::new(), Vec::new());
        let mut money = money::Reader::new(&vocabulary.money);
        let mut times = Reader::new(vocabulary);
        let mut sentences = Sentences::new(text, 0, vocabulary);
        while sentences.fill(&mut tokens) {
            let t = sentences.sentence(&tokens);
            times.read(t);
            money.read(t);
            numeral::read_sentence(t, &mut numbers);
        }
        Self {
            text,
            said: times.said,
            money: money.money,
            numbers,
        }
    }

    /// The expressions of time, as [`times`](crate::times) finds them, given what is known of the text.
    pub fn times(&self, context: &Context) -> Vec<Time> {
        resolve::resolve(self.text, &self.said, context)
    }
}
