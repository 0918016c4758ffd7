//! Files that mean harm. Each is made here when it is needed; none is kept. What reads them is the process that reads everybody's
//! files, with the caps that it has for everybody's: nothing below measures time, since a reader that takes too long is ended
//! and its file refused.

mod bombs;
#[cfg(target_os = "linux")]
mod caps;
mod damage;
#[cfg(target_os = "linux")]
mod imports;
mod make;
