//! Pictures of every screen, to be looked at: both languages, both themes, the smallest size and a larger one.

use thirtyfour::Key;

use crate::demo::{COMPLIANCE, UNDERWRITER};
use crate::person::Person;
use crate::window::play;

const SIZES: [(u32, u32); 2] = [(1280, 800), (1600, 1000)];

#[tokio::test]
#[ignore = "needs a display and WebKit's driver: `cargo xtask screenshots` runs it"]
async fn pictures_in_chinese_by_daylight() {
    album("zh", "light").await;
}

#[tokio::test]
#[ignore = "needs a display and WebKit's driver: `cargo xtask screenshots` runs it"]
async fn pictures_in_chinese_by_night() {
    album("zh", "dark").await;
}

#[tokio::test]
#[ignore = "needs a display and WebKit's driver: `cargo xtask screenshots` runs it"]
async fn pictures_in_english_by_daylight() {
    album("en", "light").await;
}

#[tokio::test]
#[ignore = "needs a display and WebKit's driver: `cargo xtask screenshots` runs it"]
async fn pictures_in_english_by_night() {
    album("en", "dark").await;
}

async fn album(language: &'static str, theme: &'static str) {
    let name = format!("{language}-{theme}");
    play(&name.clone(), |person, _| async move {
        person.sees("signin").await;
        person.prefers(language, theme).await;
        let album = Album { person, name };
        album.takes("1-signin").await;
        album.underwriter().await;
        album.compliance().await;
    })
    .await;
}

struct Album {
    person: Person,
    name: String,
}

impl Album {
    async fn takes(&self, screen: &str) {
        for (width, height) in SIZES {
            self.person.resize(width, height).await;
            self.person.picture(&format!("{screen}-{}-{width}", self.name)).await;
        }
    }

    async fn underwriter(&self) {
        let person = &self.person;
        person.signs_in(UNDERWRITER).await;
        person.sees("queue-preview").await;
        self.takes("2-queue").await;
        person.clicks("queue-take-next").await;
        person.sees("decide-counteroffer").await;
        self.takes("3-case").await;
        person.clicks("case-figure-income_monthly").await;
        person.sees("figure-rows-total").await;
        self.takes("4-rows").await;
        person.clicks("rows-reclassify").await;
        self.takes("4-rows-category").await;
        person.presses(Key::Escape).await;
        person.clicks("figure-rows-close").await;
        person.sees_no_more("figure-rows").await;
        person.clicks("import-open").await;
        person.sees("import-sheet").await;
        self.takes("4-import").await;
        person.presses(Key::Escape).await;
        person.sees_no_more("import-sheet").await;
        person.clicks("decide-counteroffer").await;
        person.writes("sheet-line", "500").await;
        person.sees("sheet-disagreement-line_override-high_side").await;
        person.clicks("sheet-submit").await;
        person.sees("sheet-problem-overrides.line_override").await;
        self.takes("5-sheet").await;
        person.clicks("sheet-cancel").await;
        person.sees_no_more("decision-sheet").await;
        person.clicks("decide-decline").await;
        person.sees("sheet-record").await;
        self.takes("6-decline").await;
        person.clicks("sheet-cancel").await;
        person.sees_no_more("decision-sheet").await;
        person.clicks("nav-settings").await;
        person.sees("screen-settings").await;
        self.takes("7-settings").await;
        person.clicks("palette-open").await;
        person.sees("palette-input").await;
        self.takes("8-palette").await;
    }

    async fn compliance(&self) {
        let person = &self.person;
        person.reloads().await;
        person.clicks("lock").await;
        person.signs_in(COMPLIANCE).await;
        person.clicks("nav-audit").await;
        person.sees("audit-proof").await;
        person.clicks("audit-verify").await;
        person.sees_with("audit-verify-result", "data-intact", "true").await;
        person.clicks("audit-export").await;
        person.sees("audit-export-receipt").await;
        self.takes("9-audit").await;
    }
}
