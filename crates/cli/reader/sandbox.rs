//! The walls around a reader: what it cannot do even where a hostile file has taken it over.
//!
//! On Linux landlock closes the file system and the network, and seccomp leaves the few system calls that reading from
//! memory takes. Each alone keeps files closed; both stand, since a kernel may lack either. What needs a file, the
//! user's vocabulary among it, comes from the parent before.

use serde::{Deserialize, Serialize};

/// What holds a reader back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Protections {
    /// Landlock: no file can be opened, no port be reached.
    pub(crate) landlock: bool,
    /// seccomp: no system call but those of memory, the pipes and the end.
    pub(crate) seccomp: bool,
    /// Resource limits: of memory, of files that are open or written.
    pub(crate) limits: bool,
    /// It ends with its parent.
    pub(crate) parent: bool,
}

impl Protections {
    /// What is missing, each with what follows from it; nothing where all hold.
    pub(crate) fn lacking(self) -> Vec<&'static str> {
        let sandbox = match (self.landlock, self.seccomp) {
            (true, true) => None,
            (false, true) => {
                Some("landlock is missing: that a reader opens no file is held by seccomp alone")
            }
            (true, false) => Some(
                "seccomp is missing: a reader that a file takes over could start programs and send datagrams",
            ),
            (false, false) => Some(
                "landlock and seccomp are missing: a reader that a file takes over could do what you can",
            ),
        };
        let limits =
            (!self.limits).then_some("resource limits are missing: a reader's memory has none");
        let parent =
            (!self.parent).then_some("a reader is not ended with its parent on this system");
        [sandbox, limits, parent].into_iter().flatten().collect()
    }
}

/// Closes files and network to this thread and to all that it starts from now on; true where the kernel does so.
#[cfg(target_os = "linux")]
pub(super) fn close_files() -> bool {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr,
        RulesetStatus, Scope,
    };
    // All that the crate knows; a kernel that knows less holds what it knows.
    const ALL: ABI = ABI::V10;
    let closed = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ALL))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ALL)))
        .and_then(|rules| rules.scope(Scope::from_all(ALL)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self);
    closed.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// Elsewhere there is no landlock.
#[cfg(not(target_os = "linux"))]
pub(super) fn close_files() -> bool {
    false
}

/// Leaves all threads of this process the system calls that reading takes; true where the kernel does so.
#[cfg(target_os = "linux")]
pub(super) fn close_system_calls() -> bool {
    allowed()
        .and_then(|filter| seccompiler::apply_filter_all_threads(&filter))
        .is_ok()
}

/// Elsewhere there is no seccomp.
#[cfg(not(target_os = "linux"))]
pub(super) fn close_system_calls() -> bool {
    false
}

/// The system calls of memory, locks, clocks, chance, open pipes, signals to itself, and the end.
#[cfg(target_os = "linux")]
const ALLOWED: &[libc::c_long] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_ppoll,
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// The filter as a program of the kernel's.
///
/// What is not allowed fails as on a kernel that does not know it (ENOSYS), which the libraries are ready for: they try
/// the older call or do without. Nobody is killed for a question such as how many processors there are.
#[cfg(target_os = "linux")]
fn allowed() -> Result<seccompiler::BpfProgram, seccompiler::Error> {
    use seccompiler::{
        SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule,
    };
    let only = |argument, operator, value| {
        SeccompRule::new(vec![SeccompCondition::new(
            argument, Dword, operator, value,
        )?])
    };
    let not_executable = SeccompCmpOp::MaskedEq(u64::from(libc::PROT_EXEC.unsigned_abs()));
    let own = u64::from(std::process::id());
    let mut rules: std::collections::BTreeMap<_, _> =
        ALLOWED.iter().map(|&call| (call, Vec::new())).collect();
    // Memory, but none that new code could run in.
    rules.insert(libc::SYS_mmap, vec![only(2, not_executable.clone(), 0)?]);
    rules.insert(libc::SYS_mprotect, vec![only(2, not_executable, 0)?]);
    // An abort is a signal to a thread of its own.
    rules.insert(libc::SYS_tgkill, vec![only(0, SeccompCmpOp::Eq, own)?]);
    let filter = SeccompFilter::new(
        rules,
        SeccompAction::Errno(libc::ENOSYS.unsigned_abs()),
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into()?,
    )?;
    Ok(filter.try_into()?)
}

#[cfg(all(test, target_os = "linux"))]
#[path = "sandbox_trial.rs"]
mod trial;
