//! Prints the canonical text of a file: `cargo run -p formats --example text -- FILE`; ends with 3 where it cannot be
//! read.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use formats::{Format, Limits};

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: text FILE");
        return ExitCode::from(2);
    };
    let read = std::fs::read(&path)
        .map_err(|error| error.to_string())
        .and_then(|bytes| {
            formats::read(Format::Pdf, &bytes, &Limits::default())
                .map_err(|error| error.to_string())
        });
    match read {
        Ok(document) => {
            println!("{}", document.text);
            for warning in &document.warnings {
                eprintln!("{warning}");
            }
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(3)
        }
    }
}
