//! One reader as seen by whoever asks it.

use std::io::{self, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use firstline_core::ContentHash;
use firstline_core::ids::ContentHasher;
use firstline_intake::protocol::{Answer, AnswerFault, Request, read_answer};

use super::{ReaderProgram, caps};

/// After so many files a reader is replaced by a new one.
const FILES_MAX: u32 = 4_096;

/// How much of a file is held at once on its way to its reader.
const PIECE_BYTES: usize = 64 * 1024;

/// What asking came to.
pub(super) enum Asked {
    /// The answer, and the hash of the bytes it is about.
    Answered(ContentHash, Answer),
    Ended(Ended),
}

/// How a reader ended over a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    OutOfMemory,
    TooSlow,
    Overflowed,
    Unexpectedly,
}

/// A reader that runs. It is ended where this is dropped.
pub(super) struct Process {
    watched: Arc<Watched>,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    files: u32,
}

impl Process {
    /// Starts a reader with nothing of this process but the two pipes.
    pub(super) fn start(program: &ReaderProgram) -> io::Result<Self> {
        let mut child = Command::new(&program.path)
            .args(&program.arguments)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let watched = Arc::new(Watched {
            child: Mutex::new(child),
            watch: Mutex::new(Watch { until: None, is_late: false, is_over: false }),
            changed: Condvar::new(),
        });
        let (Some(input), Some(output)) = (input, output) else {
            return Err(io::Error::other("a reader was started without its pipes"));
        };
        let process = Process { watched, input, output: BufReader::new(output), files: 0 };
        let watched = Arc::clone(&process.watched);
        std::thread::Builder::new().name("reader-watch".to_owned()).spawn(move || watched.keep_to_time())?;
        Ok(process)
    }

    /// Whether it may be asked about another file.
    pub(super) fn is_fresh(&self) -> bool {
        self.files < FILES_MAX && !self.watched.watch().is_late
    }

    /// Asks about a file. After an error, or where it ended, the reader is of no more use; the error is the file's own, not
    /// the reader's.
    pub(super) fn ask(&mut self, name: &str, request: &Request, file: &mut impl Read) -> io::Result<Asked> {
        self.files += 1;
        let Some(received) = self.send(request, file)? else { return Ok(Asked::Ended(self.end())) };
        self.watched.allow(Some(Duration::from_secs(caps::SECONDS_MAX)));
        let answer = read_answer(name, &mut self.output);
        self.watched.allow(None);
        Ok(match answer {
            Ok(answer) => Asked::Answered(received, answer),
            Err(AnswerFault::TooLong) => {
                self.end();
                Asked::Ended(Ended::Overflowed)
            }
            Err(AnswerFault::Cut | AnswerFault::Malformed | AnswerFault::Unreadable(_)) => {
                Asked::Ended(self.end())
            }
        })
    }

    /// Sends a request and the file behind it, and gives the file's hash; `None` where the reader does not take it. Time is counted while the reader
    /// takes a piece, not while a slow disk gives one.
    fn send(&mut self, request: &Request, file: &mut impl Read) -> io::Result<Option<ContentHash>> {
        let patience = Some(Duration::from_secs(caps::SECONDS_MAX));
        self.watched.allow(patience);
        if request.write(&mut self.input).is_err() {
            return Ok(None);
        }
        let mut piece = vec![0; PIECE_BYTES];
        let (mut left, mut hasher) = (request.bytes, ContentHasher::default());
        while left > 0 {
            self.watched.allow(None);
            let wanted = usize::try_from(left).map_or(PIECE_BYTES, |left| left.min(PIECE_BYTES));
            let read = file.read(&mut piece[..wanted])?;
            if read == 0 {
                return Err(io::Error::other("it became shorter while it was read"));
            }
            hasher.add(&piece[..read]);
            self.watched.allow(patience);
            if self.input.write_all(&piece[..read]).is_err() {
                return Ok(None);
            }
            left -= read as u64;
        }
        Ok(self.input.flush().is_ok().then(|| hasher.finish()))
    }

    /// Ends it, if it has not ended already, and says how it did.
    fn end(&mut self) -> Ended {
        let status = self.watched.end();
        if self.watched.watch().is_late { Ended::TooSlow } else { status.map_or(Ended::Unexpectedly, how) }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.watched.end();
        self.watched.watch().is_over = true;
        self.watched.changed.notify_all();
    }
}

/// How a process ended, from what the system says. Rust ends a process by SIGABRT where memory cannot be had, the stack's
/// included; a panic ends it by a code.
#[cfg(unix)]
fn how(status: ExitStatus) -> Ended {
    use std::os::unix::process::ExitStatusExt;

    use rustix::process::Signal;

    match status.signal() {
        Some(signal) if signal == Signal::ABORT.as_raw() => Ended::OutOfMemory,
        Some(signal) if signal == Signal::XCPU.as_raw() => Ended::TooSlow,
        Some(_) | None => Ended::Unexpectedly,
    }
}

#[cfg(not(unix))]
fn how(_: ExitStatus) -> Ended {
    Ended::Unexpectedly
}

/// The process and its time, as the thread that ends it sees them.
struct Watched {
    child: Mutex<Child>,
    watch: Mutex<Watch>,
    changed: Condvar,
}

struct Watch {
    until: Option<Instant>,
    is_late: bool,
    is_over: bool,
}

impl Watched {
    fn watch(&self) -> MutexGuard<'_, Watch> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the process so much time from now, or as much as it likes.
    fn allow(&self, time: Option<Duration>) {
        let mut watch = self.watch();
        let was_waiting = watch.until.is_none();
        watch.until = time.map(|time| Instant::now() + time);
        let begins = was_waiting && watch.until.is_some();
        drop(watch);
        // The thread looks again when the time it knows of is over: it need not be woken for a later one, or for none.
        if begins {
            self.changed.notify_all();
        }
    }

    /// Ends the process once its time is over.
    fn keep_to_time(&self) {
        let mut watch = self.watch();
        while !watch.is_over {
            watch = match watch.until {
                None => self.changed.wait(watch).unwrap_or_else(PoisonError::into_inner),
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        watch.is_late = true;
                        drop(watch);
                        self.end();
                        return;
                    }
                    let waited = self.changed.wait_timeout(watch, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// Ends the process, unless it has ended, and says how it did.
    fn end(&self) -> Option<ExitStatus> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        // One that is about to end by itself says more by how it does than by being ended.
        if !matches!(child.try_wait(), Ok(Some(_))) {
            child.kill().ok();
        }
        child.wait().ok()
    }
}
