//! Pages that are pictures, as far as a run of ingest has to do with them.

use std::time::Duration;

use archive::Archive;
use jiff::Timestamp;

use crate::{
    args::{self, When},
    catalogue,
    exit::Failure,
    ocr::{self, Engine, Missing, Pass, Recogniser},
    reader::Pool,
    settings, stop, terminal,
};

use super::{Means, Summary, again};

/// The reason under which pages without text are read again.
pub(super) const NO_TEXT: &str = "no-text";

/// The word for any reason.
pub(super) const ALL: &str = "all";

/// What a run does about pages that are pictures.
#[derive(Debug, Clone)]
pub(super) struct Pictures {
    /// When they are read.
    pub(super) when: When,
    /// Whether those are looked at again that failed.
    failed: bool,
    /// Whether those are looked at again that another engine saw.
    outdated: bool,
    /// The locations below which they are read; everywhere where there is none.
    below: Vec<String>,
    /// So long, where other things are to be done as well.
    pub(super) patience: Option<Duration>,
}

impl Pictures {
    /// As the settings and the command line say; who asks for pages without text to be read again wants them read.
    pub(super) fn of(args: &args::Ingest, settings: When) -> Self {
        let failed = args
            .retry
            .iter()
            .any(|reason| reason == NO_TEXT || reason == ALL);
        let unsaid = match settings {
            When::Off if args.retry.iter().any(|reason| reason == NO_TEXT) => When::Later,
            settings => settings,
        };
        let is_again = args.outdated || !args.retry.is_empty();
        let named = args.sources.paths.iter().filter(|_| is_again);
        Self {
            when: args.ocr.unwrap_or(unsaid),
            failed,
            outdated: args.outdated,
            below: named.map(|path| again::location(path)).collect(),
            patience: None,
        }
    }

    /// As the settings say.
    pub(super) fn unasked(when: When) -> Self {
        Self {
            when,
            failed: false,
            outdated: false,
            below: Vec::new(),
            patience: None,
        }
    }
}

impl Means<'_> {
    /// The engine, looked for once.
    pub(super) fn engine(&self) -> Result<&Engine, &Missing> {
        let find = || Engine::find(&self.configuration.settings.ocr);
        self.engine.get_or_init(find).as_ref()
    }

    /// Whether pages wait that can be read.
    pub(super) fn has_pictures(&self, archive: &Archive) -> Result<bool, Failure> {
        Ok(self.pictures.when != When::Off
            && !archive.waiting_scans(&self.pictures.below)?.is_empty()
            && self.engine().is_ok())
    }

    /// The second pass: reads the pages that wait, those of earlier runs too, unless that is not wanted or cannot be done.
    pub(super) fn recognise(
        &self,
        archive: &mut Archive,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        if self.pictures.when == When::Off || stop::asked() {
            return Ok(());
        }
        let is_there = !archive
            .scan_counts()
            .map_err(catalogue::failure)?
            .is_empty();
        if !is_there {
            return Ok(());
        }
        match self.engine() {
            Ok(engine) => self.pass(engine, archive, summary)?,
            Err(missing) => summary.pictures.missing = Some(missing.to_string()),
        }
        let counts = archive.scan_counts().map_err(catalogue::failure)?;
        summary.pictures.waiting = counts.waiting;
        summary.pictures.papers_waiting = counts.papers_waiting;
        if counts.waiting == 0 {
            summary.pictures.missing = None;
        }
        Ok(())
    }

    fn pass(
        &self,
        engine: &Engine,
        archive: &mut Archive,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        let again = &self.pictures;
        if again.failed || again.outdated {
            let identity = engine.identity();
            let batch = archive.batch(Timestamp::now())?;
            let engine = again.outdated.then_some(identity.as_str());
            batch.look_again(again.failed, engine, &again.below)?;
            batch.commit()?;
        }
        if archive.waiting_scans(&again.below)?.is_empty() {
            return Ok(());
        }
        if let Some(lack) = engine.lack().filter(|_| !self.telling.quiet) {
            terminal::say(lack);
        }
        // Until all pages are read the papers are found by what they have without.
        self.index(archive, summary)?;
        let versions = catalogue::versions(&settings::vocabulary(&self.configuration)?);
        let pool = Pool::of(&self.configuration)?;
        let pass = Pass {
            recogniser: &Recogniser::new(&pool, engine),
            settings: &self.configuration.settings.ocr,
            versions: &versions,
            telling: self.telling,
            patience: again.patience,
            below: &again.below,
        };
        ocr::recognise(archive, &pass, &mut summary.pictures)?;
        if stop::asked() { Ok(()) } else { pool.usable() }
    }
}
