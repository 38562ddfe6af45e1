//! The engine: which there is, and what it says of a picture.

use std::{env, fmt, io, path::PathBuf, process::Command};

use formats::Raster;

use super::{Settings, child, confine};
use crate::{
    reader::{Refusal, Watchdog},
    settings,
};

/// What to do where there is no engine.
const INSTALL: &str = "`apt install tesseract-ocr tesseract-ocr-dan`";

/// Seconds in which it must say which version it is.
const ASKED: u64 = 20;

/// Page segmentation: all of it, without looking for its orientation (tesseract's `--psm 3`).
const WHOLE_PAGE: &str = "3";
/// Orientation alone (`--psm 0`).
const ORIENTATION: &str = "0";
/// The model that tells it.
const ORIENTATION_MODEL: &str = "osd";

/// The code of a refusal that says nothing of the page: there is no engine any more.
pub(super) const GONE: &str = "engine-gone";

/// A recogniser that is there and answers.
#[derive(Debug)]
pub(crate) struct Engine {
    settings: Settings,
    /// This binary, which becomes the program within limits.
    own: PathBuf,
    watchdog: Watchdog,
    /// `tesseract 5.3.0`.
    version: String,
    /// `dan+eng`.
    languages: String,
    /// Wanted languages that are not there.
    lacking: Vec<String>,
    tells_orientation: bool,
}

/// Why there is no engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing(String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Engine {
    /// The engine of the settings, if it is there and has one of the languages.
    ///
    /// # Errors
    /// Why not, and what to do.
    pub(crate) fn find(settings: &Settings) -> Result<Self, Missing> {
        let name = settings.program.display();
        let broken = |why: &dyn fmt::Display| Missing(format!("{name} cannot be used: {why}"));
        let mut engine = Self {
            settings: settings.clone(),
            own: settings::program().map_err(|error| broken(&error))?,
            watchdog: Watchdog::start().map_err(|error: io::Error| broken(&error))?,
            version: String::new(),
            languages: String::new(),
            lacking: Vec::new(),
            tells_orientation: false,
        };
        let ask = |question: &str| match engine.run(&[question], &[], ASKED) {
            Ok(said) => Ok(String::from_utf8_lossy(&said).into_owned()),
            Err(refusal) if refusal.code == GONE => Err(Missing(format!(
                "{name} is not installed: {INSTALL}, or see [ocr] in the settings"
            ))),
            Err(refusal) => Err(broken(&refusal.message)),
        };
        let (version, list) = (ask("--version")?, ask("--list-langs")?);
        // The first line tells where they lie.
        let models: Vec<&str> = list.lines().skip(1).map(str::trim).collect();
        let has = |language: &&String| models.contains(&language.as_str());
        let (found, lacking): (Vec<&String>, Vec<&String>) =
            settings.languages.iter().partition(has);
        if found.is_empty() {
            return Err(Missing(format!(
                "{name} has no model of {}: {INSTALL}",
                settings.languages.join(", ")
            )));
        }
        let found: Vec<&str> = found.into_iter().map(String::as_str).collect();
        engine.languages = found.join("+");
        engine.lacking = lacking.into_iter().cloned().collect();
        engine.tells_orientation = models.contains(&ORIENTATION_MODEL);
        version
            .lines()
            .next()
            .unwrap_or_default()
            .trim()
            .clone_into(&mut engine.version);
        Ok(engine)
    }

    /// Which engine it is: what it recognises may be otherwise with another one. `tesseract 5.3.0 dan+eng`.
    pub(crate) fn identity(&self) -> String {
        format!("{} {}", self.version, self.languages)
    }

    /// What a person should know: languages that are not there.
    pub(crate) fn lack(&self) -> Option<String> {
        let languages = self.lacking.join(", ");
        (!self.lacking.is_empty()).then(|| {
            format!(
                "{} has no model of {languages} and reads without: {INSTALL}",
                self.version
            )
        })
    }

    /// The key of what this engine recognises in a picture.
    pub(super) fn key(&self, picture: &Raster) -> String {
        let Raster {
            width,
            height,
            dpi,
            dots,
        } = picture;
        let mut hasher = blake3::Hasher::new();
        let how = format!(
            "{}, {WHOLE_PAGE}: {width} {height} {dpi}\n",
            self.identity()
        );
        hasher.update(how.as_bytes());
        hasher.update(dots);
        hasher.finalize().to_hex().to_string()
    }

    /// The words of a picture, as tesseract's table.
    ///
    /// # Errors
    /// Why it could not be recognised.
    pub(super) fn read(&self, picture: &Raster) -> Result<Vec<u8>, Refusal> {
        let dpi = picture.dpi.to_string();
        let wanted = [
            "stdin",
            "stdout",
            "-l",
            &self.languages,
            "--dpi",
            &dpi,
            "--psm",
            WHOLE_PAGE,
            "tsv",
        ];
        self.run(&wanted, &picture.pgm(), self.settings.seconds)
    }

    /// Whether a picture is head down; `None` where that cannot be told.
    ///
    /// # Errors
    /// As [`read`](Self::read), where the reason is not the picture.
    pub(super) fn is_head_down(&self, picture: &Raster) -> Result<Option<bool>, Refusal> {
        if !self.tells_orientation {
            return Ok(None);
        }
        let dpi = picture.dpi.to_string();
        let wanted = [
            "stdin",
            "stdout",
            "-l",
            ORIENTATION_MODEL,
            "--dpi",
            &dpi,
            "--psm",
            ORIENTATION,
        ];
        match self.run(&wanted, &picture.pgm(), self.settings.seconds) {
            Ok(said) => Ok(head_down(&String::from_utf8_lossy(&said))),
            Err(refusal) if refusal.code == GONE => Err(refusal),
            Err(_) => Ok(None),
        }
    }

    /// Ends what is being recognised, and what would be.
    pub(super) fn hurry(&self) {
        self.watchdog.hurry();
    }

    fn run(&self, wanted: &[&str], input: &[u8], seconds: u64) -> Result<Vec<u8>, Refusal> {
        let mut command = self.command(wanted, seconds);
        let said = child::run(&mut command, input, seconds, &self.watchdog)?;
        if said.status.success() {
            return Ok(said.output);
        }
        let code = said.status.code();
        if code == Some(confine::NOT_FOUND.into()) {
            return Err(Refusal::new(GONE, said.complaint));
        }
        let complaint = match said.complaint.as_str() {
            "" => String::new(),
            complaint => format!(": {complaint}"),
        };
        Err(child::failed(format!(
            "the engine ended with {}{complaint}",
            said.status
        )))
    }

    fn command(&self, wanted: &[&str], seconds: u64) -> Command {
        let Settings {
            program,
            memory_mib,
            folders,
            ..
        } = &self.settings;
        let mut command;
        if cfg!(unix) {
            command = Command::new(&self.own);
            command
                .args(["engine", "--memory", &memory_mib.to_string()])
                .args(["--seconds", &seconds.to_string()]);
            // Its own folder, and its models where they do not lie in the system's.
            let models = env::var_os("TESSDATA_PREFIX").map(PathBuf::from);
            let beside = program.parent().filter(|folder| folder.is_absolute());
            for folder in beside.map(PathBuf::from).into_iter().chain(models) {
                command.arg("--read").arg(folder);
            }
            for folder in folders {
                command.arg("--folder").arg(folder);
            }
            command.arg("--").arg(program);
        } else {
            command = Command::new(program);
        }
        // Pages are recognised side by side: threads within one would only wait for each other.
        command.args(wanted).env("OMP_THREAD_LIMIT", "1");
        command
    }
}

/// What tesseract's orientation says of a picture whose lines run across it: `Rotate: 180`.
fn head_down(said: &str) -> Option<bool> {
    let degrees = said
        .lines()
        .find_map(|line| line.strip_prefix("Rotate: "))?;
    let degrees: u16 = degrees.trim().parse().ok()?;
    Some(degrees == 180)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orientation_is_told_in_degrees() {
        let said = "Page number: 0\nOrientation in degrees: 180\nRotate: 180\nOrientation confidence: 9.2\n";
        assert_eq!(head_down(said), Some(true));
        assert_eq!(head_down("Rotate: 0"), Some(false));
        assert_eq!(head_down("Too few characters. Skipping this page"), None);
    }
}
