//! User and password: from the environment or a file, never from the command line, where others see them.

use std::{env, fs, path::Path};

use anyhow::{Context, anyhow};

use crate::{
    exit::{CONFIGURATION, Failure},
    files,
};

const USER: &str = "UDVALG_CALDAV_USER";
const PASSWORD: &str = "UDVALG_CALDAV_PASSWORD";

/// User and password, where there are any: of the file that is named, else of the environment.
///
/// # Errors
/// A file that others may read, or without two lines; one of the two variables without the other.
pub(super) fn find(file: Option<&Path>) -> Result<Option<(String, String)>, Failure> {
    match file {
        Some(file) => of_file(file).map(Some),
        None => of_environment(env::var(USER).ok(), env::var(PASSWORD).ok()),
    }
    .map_err(|error| Failure::new(CONFIGURATION, error))
}

fn of_file(file: &Path) -> anyhow::Result<(String, String)> {
    let text =
        fs::read_to_string(file).with_context(|| format!("{}: cannot be read", file.display()))?;
    files::refuse_open_to_others(file)?;
    let mut lines = text.lines();
    match (lines.next(), lines.next()) {
        (Some(user), Some(password)) if !user.is_empty() && !password.is_empty() => {
            Ok((user.to_owned(), password.to_owned()))
        }
        _ => Err(anyhow!(
            "{}: the user stands in the first line, the password in the second",
            file.display()
        )),
    }
}

fn of_environment(
    user: Option<String>,
    password: Option<String>,
) -> anyhow::Result<Option<(String, String)>> {
    match (user, password) {
        (Some(user), Some(password)) => Ok(Some((user, password))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(anyhow!("{USER} is set, {PASSWORD} is not")),
        (None, Some(_)) => Err(anyhow!("{PASSWORD} is set, {USER} is not")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_has_both_or_none() {
        let some = |text: &str| Some(text.to_owned());
        let both = of_environment(some("a"), some("b")).unwrap().unwrap();
        assert_eq!((&*both.0, &*both.1), ("a", "b"));
        assert!(of_environment(None, None).unwrap().is_none());
        let half = of_environment(None, some("hemmelig")).unwrap_err();
        assert!(!half.to_string().contains("hemmelig"));
    }
}
