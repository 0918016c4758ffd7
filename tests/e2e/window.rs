//! The window under a driver, from its start to its end.

use std::future::Future;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use crate::demo::{Demo, program, setting};
use crate::person::Person;

/// How long a step may take to become possible before it counts as broken; generous, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// The driver between us and the window.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    fn start(own: &Path) -> Self {
        let (port, native) = (free_port(), free_port());
        let process = Command::new(setting("FIRSTLINE_DRIVER"))
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            // The page's settings are kept per user; each test begins as a new one.
            .env("XDG_DATA_HOME", own.join("data"))
            .env("XDG_CONFIG_HOME", own.join("config"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self { process, port }
    }

    async fn open(&self, workspace: &Path) -> WebDriver {
        let options = json!({
            "application": program("firstline-desktop"),
            "args": ["--workspace", workspace],
        });
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", json!("wry")).unwrap();
        capabilities.set("tauri:options", options).unwrap();
        let address = format!("http://127.0.0.1:{}", self.port);
        // The driver listens before WebKit's own behind it does.
        until("the window", || async { Ok(WebDriver::new(&address, capabilities.clone()).await?) }).await
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Ended gently it takes WebKit's driver along; killed, it would leave that behind.
        let _ = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

/// Opens the window on a new demo workspace, plays a story in it, and closes it. A story that breaks leaves a picture of
/// what was on screen.
pub async fn play<F: Future<Output = ()> + Send + 'static>(
    name: &str,
    story: impl FnOnce(Person, std::sync::Arc<Demo>) -> F,
) {
    let demo = std::sync::Arc::new(Demo::make());
    let driver = Driver::start(&demo.beside("settings"));
    let person = Person::at(driver.open(&demo.workspace()).await);
    let played = tokio::spawn(story(person.clone(), demo.clone())).await;
    if let Err(broken) = played {
        // The story's own break is what is reported, whatever else goes wrong on the way out.
        let _ = person.takes_picture(&format!("broken-{name}")).await;
        let _ = person.close().await;
        drop(driver);
        std::panic::resume_unwind(broken.into_panic());
    }
    person.close().await.unwrap();
}

/// What one look comes to: the thing looked for, or what stood in its way.
pub type Look<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Looks again and again until there is something to see.
pub async fn until<T, F: Future<Output = Look<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let mut looks = tokio::time::interval(LOOK_EVERY);
    let mut obstacle = String::new();
    let seen = tokio::time::timeout(PATIENCE, async {
        loop {
            looks.tick().await;
            match look().await {
                Ok(seen) => return seen,
                Err(error) => obstacle = error.to_string(),
            }
        }
    })
    .await;
    seen.unwrap_or_else(|_| panic!("never seen: {what} ({obstacle})"))
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
