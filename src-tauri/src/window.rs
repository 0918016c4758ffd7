//! The window over one workspace: opens it, locks it when nobody is there, writes down what should never happen.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use firstline_desk::Desk;
use tauri::{AppHandle, Manager, RunEvent};

use crate::commands;

/// After so long without a command the session is locked.
const IDLE_MAX: Duration = Duration::from_mins(15);
/// How often it is looked at; a session outlives `IDLE_MAX` by at most this.
const IDLE_LOOK: Duration = Duration::from_secs(20);
/// Where panics are written down, in the workspace's folder.
const LOG: &str = "window.log";

/// Opens the window and returns when it is closed.
pub fn open(workspace: PathBuf) -> Result<(), Box<dyn std::error::Error>> {
    log_panics(workspace.join(LOG));
    let commands = commands::all();
    tauri::Builder::default()
        .manage(Desk::new(workspace, "window"))
        .invoke_handler(commands.invoke_handler())
        .setup(|app| {
            tauri::async_runtime::spawn(lock_when_idle(app.handle().clone()));
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if let RunEvent::Exit = event {
                close(app);
            }
        });
    Ok(())
}

/// Locks an idle session and loads the page anew, so that nothing of the case stays in its memory.
async fn lock_when_idle(app: AppHandle) {
    loop {
        tokio::time::sleep(IDLE_LOOK).await;
        match app.state::<Desk>().lock_when_idle(IDLE_MAX).await {
            Ok(false) => {}
            Ok(true) => {
                for window in app.webview_windows().values() {
                    if let Err(error) = window.reload() {
                        report(&format!("the page could not be loaded anew after locking: {error}"));
                    }
                }
            }
            Err(error) => report(&format!("the idle session could not be locked: {error}")),
        }
    }
}

/// Closes the workspace's file with the window, so that its key leaves memory and its log is written back.
fn close(app: &AppHandle) {
    if let Err(error) = tauri::async_runtime::block_on(app.state::<Desk>().lock()) {
        report(&format!("the workspace could not be closed: {error}"));
    }
}

/// A panic is a programmer's error: where it happened is kept, so that it can be reported.
fn log_panics(file: PathBuf) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        append(&file, &panic.to_string());
        before(panic);
    }));
}

/// A log that cannot be written must not turn one failure into two.
fn append(file: &Path, line: &str) {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(file);
    let _ = log.and_then(|mut log| writeln!(log, "{line}"));
}

/// Says something to whoever started the program from a terminal.
#[allow(clippy::print_stderr, reason = "the window has no other place for what happens before it is open")]
pub fn report(text: &str) {
    eprintln!("firstline-desktop: {text}");
}
