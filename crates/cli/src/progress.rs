//! Progress of long work, on standard error; silent where nobody watches.

use firstline_desk::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar that appears with the first report.
pub struct Bar {
    bar: Option<ProgressBar>,
    quiet: bool,
}

impl Bar {
    /// Makes a bar; `quiet` keeps it from appearing.
    pub fn new(quiet: bool) -> Self {
        Bar { bar: None, quiet }
    }
}

impl Progress for Bar {
    fn report(&mut self, stage: &str, done: u64, total: u64) {
        if self.quiet {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(total);
            if let Ok(style) = ProgressStyle::with_template("{msg:24} {bar:32} {pos}/{len} {per_sec} {eta}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_message(stage.to_owned());
        bar.set_length(total);
        bar.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
