//! A virtual display for the real window.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::command::{Failure, Outcome, command};

/// An X server without a screen; it ends with this value.
pub struct Display {
    server: Child,
    name: String,
}

impl Display {
    /// Starts one on a number that the server itself finds free, and returns once it accepts windows.
    pub fn start() -> Outcome<Self> {
        let mut server = command("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Failure::of("cannot start Xvfb", &error))?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output)
                .read_line(&mut number)
                .map_err(|error| Failure::of("cannot read from Xvfb", &error))?;
        }
        let number = number.trim().to_owned();
        let display = Self { server, name: format!(":{number}") };
        if number.is_empty() {
            Err(Failure("Xvfb ended before it had a display".to_owned()))
        } else {
            Ok(display)
        }
    }

    /// Lets a program open its windows here.
    pub fn show(&self, program: &mut Command) {
        program
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            // It would save memory, but then a picture taken after the window was resized never comes.
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER");
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left behind.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
