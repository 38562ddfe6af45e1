//! Becoming the engine within limits: `udvalg engine`.
//!
//! The engine reads pictures that others made, so it is held like a reader: in memory and time, without a network, and with no
//! files but those that it needs to run. What it is held by it inherits from this process, which becomes it.

use std::{path::PathBuf, process::ExitCode};

use crate::{args, terminal};

/// Exit code where the program is not to be had; a shell's.
pub(super) const NOT_FOUND: u8 = 127;

/// Exit code where the limits cannot be set.
const UNBOUND: u8 = 126;

/// Binds this process and becomes the program that is named. Comes back only where that failed, with the exit code that tells it.
pub(crate) fn become_engine(args: &args::Engine) -> ExitCode {
    #[cfg(unix)]
    {
        if let Err(error) = bind(args) {
            terminal::say(format_args!("the limits cannot be set: {error}"));
            return ExitCode::from(UNBOUND);
        }
        let mut command = args.command.iter();
        let Some(program) = command.next() else {
            return ExitCode::from(NOT_FOUND);
        };
        let mut become_it = std::process::Command::new(program);
        become_it.args(command);
        let error = std::os::unix::process::CommandExt::exec(&mut become_it);
        terminal::say(format_args!("{}: {error}", program.display()));
    }
    #[cfg(not(unix))]
    let _unused = args;
    ExitCode::from(NOT_FOUND)
}

#[cfg(unix)]
fn bind(args: &args::Engine) -> std::io::Result<()> {
    use rustix::process::Resource;

    use crate::reader::{die_with_parent, lower};
    // Elsewhere it ends with its pipes.
    let _held = die_with_parent();
    lower(Resource::As, args.memory << 20)?;
    lower(Resource::Cpu, args.seconds)?;
    lower(Resource::Core, 0)?;
    let _held = close_files(&args.read, &args.folder);
    Ok(())
}

/// Where programs and what they need lie. `/dev/null` is for scripts around the program.
#[cfg(target_os = "linux")]
const SYSTEM: &[&str] = &[
    "/usr", "/lib", "/lib64", "/bin", "/etc", "/opt", "/nix", "/proc",
];

/// Closes the network, and all files but those of the system and of some folders; true where the kernel does so.
#[cfg(target_os = "linux")]
fn close_files(read: &[PathBuf], folders: &[PathBuf]) -> bool {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr,
        RulesetCreatedAttr, RulesetStatus, Scope, path_beneath_rules,
    };
    // All that the crate knows; a kernel that knows less holds what it knows.
    const ALL: ABI = ABI::V10;
    let (reading, any) = (AccessFs::from_read(ALL), AccessFs::from_all(ALL));
    let closed = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(any)
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ALL)))
        .and_then(|rules| rules.scope(Scope::from_all(ALL)))
        .and_then(Ruleset::create)
        .and_then(|rules| rules.add_rules(path_beneath_rules(SYSTEM, reading)))
        .and_then(|rules| rules.add_rules(path_beneath_rules(read, reading)))
        .and_then(|rules| rules.add_rules(path_beneath_rules(["/dev/null"], any)))
        .and_then(|rules| rules.add_rules(path_beneath_rules(folders, any)))
        .and_then(landlock::RulesetCreated::restrict_self);
    closed.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// Elsewhere there is no landlock.
#[cfg(all(unix, not(target_os = "linux")))]
fn close_files(_read: &[PathBuf], _folders: &[PathBuf]) -> bool {
    false
}
