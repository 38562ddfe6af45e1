//! The patterns of sentences that tell who sits where.

use regex::Regex;

/// Patterns with the roles of the vocabulary in them.
#[derive(Debug)]
pub(super) struct Patterns {
    /// `Formand for arbejdsgruppen er `
    pub(super) role_is: Regex,
    /// ` er tovholder`, behind a name.
    pub(super) is_role: Regex,
    /// `udvalget består af `
    pub(super) consists: Regex,
    /// `har udpeget `
    pub(super) appointed: Regex,
    /// `Desuden deltog `
    pub(super) guests: Regex,
    /// `Der udpeges desuden `
    pub(super) seats: Regex,
    /// `Hvert menighedsråd kan desuden sende `
    pub(super) may_send: Regex,
    /// `Fra forvaltningen indtræder `, before people
    pub(super) joins: Regex,
    /// `nedsættes en arbejdsgruppe med repræsentanter fra `
    pub(super) set_up: Regex,
    /// `et udvalg med 2 repræsentanter for `
    pub(super) composed: Regex,
    /// `Puljeudvalget (`, before its people
    pub(super) body: Regex,
    /// `afbud fra `
    pub(super) apologies: Regex,
    /// ` havde meldt afbud`
    pub(super) absent: Regex,
}

impl Patterns {
    /// The patterns for roles that the pattern `role` matches.
    pub(super) fn of(role: &str) -> Result<Self, regex::Error> {
        Ok(Self {
            role_is: Regex::new(&format!(
                r"(?i)^(?:som\s+|(?:\p{{L}}+s\s+)(?:ny\s+|nye\s+|daglige\s+|faste\s+)?)?({role})(?:en|e|et)?(?:\s+(?:for|i|af)\s+[^.:;]{{1,70}}?)?(?:\s+(?:er|ligger\s+(?:i|hos)|er\s+placeret\s+(?:i|hos|ved)|placeres\s+(?:i|hos|ved)|hører\s+under|bemandes\s+af|bestrides\s+af|bliver|var|blev|deles\s+af|varetages\s+af|udgøres\s+af|besættes\s+af)\s+|:\s+|,\s+)"
            ))?,
            is_role: Regex::new(&format!(
                r"(?i)^(?:\s*\([^)]{{1,40}}\))?(?:,[^,;.]{{2,60}},)?\s+(?:er|bliver|var|blev|fungerer|deltager|deltog|mødte|indkaldt|udpeges|er udpeget|blev valgt|vælges|er valgt|konstitueres|som|fortsætter|virker|tiltræder|indtræder|genvælges|genvalgtes|er genvalgt|blev genvalgt|er genudpeget|træder til|sidder|er ansat|er konstitueret|medvirker|indgår|vil være|vil fungere|skal være|skal fungere|foreslås|indstilles|er foreslået|er indstillet|beskikkes|er beskikket)(?:\s+(?:valgt|udpeget|indkaldt))?(?:\s+(?:som|til))?(?:\s+(?:\p{{Ll}}+s|ny|nye|samtidig|fortsat))*\s+({role})(?-u:\b)"
            ))?,
            consists: Regex::new(
                r"(?i)(?-u:\b)(?:består|bestaar|bestå|sammensættes|sammensat|udgøres)\s+(?:(?:\p{Ll}*udvalget|\p{Ll}*gruppen|\p{Ll}*rådet|nævnet|bestyrelsen|panelet)\s+)?af:?\s+|(?-u:\b)medlemmer(?:ne)?\s+er:?\s+",
            )?,
            appointed: Regex::new(
                r"(?i)(?-u:\b)(?:har|er|blev|bliver)\s+(?:(?:selv|desuden|allerede|nu|samtidig|herefter|endvidere|også|tidligere|netop|hidtil|foreløbig|endelig|enstemmigt|på\s+mødet|i\s+stedet)\s+){0,2}(?:udpeget|valgt|genvalgt|nyvalgt|genudpeget|indstillet|beskikket|meldt|peget\s+på)\s+(?:som\s+(?:medlem|medlemmer)\s+)?",
            )?,
            guests: Regex::new(
                r"(?i)(?-u:\b)(?:desuden|derudover|endvidere|herudover|også|tillige)\s+(?:deltog|mødte|var)\s+(?:endvidere\s+|til\s+stede\s+)?|(?-u:\b)deltog\s+(?:desuden|endvidere|også|tillige|derudover)\s+",
            )?,
            seats: Regex::new(
                r"(?i)(?-u:\b)(?:udpeges|udpege|udpeger|vælges|vælger|indstille|indstiller|deltager)\s+(?:desuden\s+|derudover\s+|endvidere\s+|i alt\s+|også\s+)*",
            )?,
            may_send: Regex::new(
                r"^(.{3,60}?)\s+(?:kan|skal|udpeger|udpege|deltager|stiller|har ret til|har|får|sender|indstiller|vælger|indbydes til|opfordres til|anmodes om|bedes om|bedes|repræsenteres|er repræsenteret|er inviteret til|inviteres til|er tilbudt)\s+(?:at\s+)?(?:(?:desuden|også|hver|selv|tillige|endvidere|derudover|herudover|hertil|samtidig|ligeledes|fortsat|dog)\s+)*(?:sende|udpege|stille med|deltage med|deltage ved|lade sig repræsentere (?:ved|med|af)|være repræsenteret (?:ved|med|af)|indstille|vælge|stille|med|ved|af)?\s*",
            )?,
            joins: Regex::new(
                r"(?i)(?-u:\b)(?:indtræder|indtrådte|indgår|sidder|tiltræder|deltager|kommer|repræsenteres\s+(?:af|ved|med)|(?:er\s+)?repræsenteret\s+(?:ved|af|med)|kom)\s+(?:(?:desuden|også|endvidere|fortsat|tillige)\s+)?",
            )?,
            set_up: Regex::new(
                r"(?i)(?-u:\b)(?:nedsættes|nedsat|nedsætte|etableres)(?-u:\b).{0,80}?(?-u:\b)med\s+(?:repræsentanter|deltagelse|deltagere|medlemmer)\s+(?:fra|for|af)\s+",
            )?,
            composed: Regex::new(
                r"(?i)(?:udvalg|gruppe|råd|nævn|panel|bestyrelse|komité|komite|forum)(?:et|en|n)?\s+(?:bestående\s+af|med|på\s+\d+(?:\s+(?:medlemmer|personer|deltagere))?:)\s+",
            )?,
            body: Regex::new(
                r"(?i)(?:udvalg|gruppe|råd|nævn|panel|bestyrelse|komité|komite|forum|formandskab|sekretariat)(?:et|en|n)?\s+\(",
            )?,
            apologies: Regex::new(r"(?i)(?-u:\b)afbud\s+(?:var\s+)?(?:modtaget\s+)?fra:?\s+")?,
            absent: Regex::new(
                r"(?i)\s+(?:har|havde)\s+(?:meldt|sendt)\s+(?:afbud|fra)|\s+(?:måtte\s+(?:melde|sende)\s+(?:afbud|fra)|meldte\s+(?:afbud|fra)|sendte\s+afbud|kunne\s+ikke\s+(?:komme|deltage|være med|møde)|var\s+forhindret)|\s+(?:var|er)\s+(fraværende|ikke til stede|ikke at få fat på|ikke mødt)|\s+(mødte ikke(?:\s+op)?|dukkede ikke op)|\s+(?:udeblev)",
            )?,
        })
    }
}
