//! What a reader may take. It caps itself before it reads a byte; the process that asked it ends it where it does not keep to
//! its time.

use std::io;

/// How long reading one file may take.
pub(super) const SECONDS_MAX: u64 = 4;

/// How much memory a reader may take beyond what the program itself does.
pub(super) const MEMORY_MB_MAX: u64 = 768;

/// Gives up, for good, everything that reading files does not need: memory beyond the cap, files, processes, threads, a core
/// image with people's data in it, and any right that starting a program could give.
#[cfg(target_os = "linux")]
pub(super) fn give_up_rights() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let taken = memory_taken()?;
    let exactly = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
    rustix::thread::set_no_new_privs(true)?;
    setrlimit(Resource::Core, exactly(0))?;
    setrlimit(Resource::Fsize, exactly(0))?;
    setrlimit(Resource::Nproc, exactly(0))?;
    // What is open stays open; nothing can be opened any more, no file and no connection.
    setrlimit(Resource::Nofile, exactly(0))?;
    setrlimit(Resource::As, exactly(taken + MEMORY_MB_MAX * 1024 * 1024))?;
    Ok(())
}

/// The program itself with its libraries, which is more in a window than in a terminal.
#[cfg(target_os = "linux")]
fn memory_taken() -> io::Result<u64> {
    let sizes = std::fs::read_to_string("/proc/self/statm")?;
    let pages = sizes.split(' ').next().and_then(|pages| pages.parse::<u64>().ok());
    let pages = pages.ok_or_else(|| io::Error::other("the size of the process cannot be read"))?;
    Ok(pages * rustix::param::page_size() as u64)
}

/// Allows processor time for one more file. Beyond it the system ends the process, whoever may have hold of it by then.
#[cfg(target_os = "linux")]
pub(super) fn allow_time() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let taken = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let taken = u64::try_from(taken.tv_sec).map_err(io::Error::other)?;
    let limit = Rlimit { current: Some(taken + SECONDS_MAX + 1), ..getrlimit(Resource::Cpu) };
    setrlimit(Resource::Cpu, limit)?;
    Ok(())
}

/// Elsewhere only time and output are capped, by the process that asks.
#[cfg(not(target_os = "linux"))]
pub(super) fn give_up_rights() -> io::Result<()> {
    Ok(())
}

/// See [`give_up_rights`].
#[cfg(not(target_os = "linux"))]
pub(super) fn allow_time() -> io::Result<()> {
    Ok(())
}
