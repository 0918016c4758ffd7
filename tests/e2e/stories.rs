//! A case from the queue to a verified export, as two people walk it in the window.

use std::path::Path;

use thirtyfour::{By, Key};

use crate::demo::{COMPLIANCE, UNDERWRITER, verify};
use crate::person::Person;
use crate::window::play;

/// What differs between the two passes.
struct Setting {
    language: &'static str,
    theme: &'static str,
    /// The queue's name in the rail.
    queue: &'static str,
    /// The person's own words for the override.
    reason: &'static str,
}

#[tokio::test]
#[ignore = "needs a display and WebKit's driver: `cargo xtask test` runs it"]
async fn story_of_a_counteroffer_in_chinese_by_daylight() {
    let setting = Setting {
        language: "zh",
        theme: "light",
        queue: "队列",
        reason: "近两个月到账逐月减少，先给小额度，三个月后凭新流水再议。",
    };
    play(
        "zh-light",
        |person, demo| async move { counteroffer(&person, &demo.beside("export"), setting).await },
    )
    .await;
}

#[tokio::test]
#[ignore = "needs a display and WebKit's driver: `cargo xtask test` runs it"]
async fn story_of_a_counteroffer_in_english_by_night() {
    let setting = Setting {
        language: "en",
        theme: "dark",
        queue: "Queue",
        reason: "Pay has come in lower two months running; begin small and look again with a new statement.",
    };
    play(
        "en-dark",
        |person, demo| async move { counteroffer(&person, &demo.beside("export"), setting).await },
    )
    .await;
}

async fn counteroffer(person: &Person, export: &Path, setting: Setting) {
    person.sees("signin").await;
    person.prefers(setting.language, setting.theme).await;
    person.signs_in(UNDERWRITER).await;
    person.sees("screen-queue").await;
    person.sees_words("nav-queue", setting.queue).await;

    person.clicks("queue-take-next").await;
    person.sees_with("case-state", "data-state", "in_review").await;
    let number = person.words("case-number").await;
    figure_opens_its_rows(person).await;
    let entry = counteroffer_needs_its_reason(person, setting.reason).await;

    person.clicks("lock").await;
    person.signs_in(COMPLIANCE).await;
    entry_stands_in_the_log(person, entry, &number).await;
    export_verifies(person, export).await;
}

async fn figure_opens_its_rows(person: &Person) {
    person.clicks("case-figure-income_monthly").await;
    person.sees("figure-rows").await;
    let total: u32 = person.reads("figure-rows-total", "data-total").await.parse().unwrap();
    assert!(total > 0, "income without a row behind it");
    person.clicks("figure-rows-close").await;
    person.sees_no_more("figure-rows").await;
}

/// Offers less than recommended: refused without a reason, recorded with one. Returns the entry.
async fn counteroffer_needs_its_reason(person: &Person, reason: &str) -> u32 {
    person.clicks("decide-counteroffer").await;
    let recommended: u64 = person.value("sheet-line").await.split('.').next().unwrap().parse().unwrap();
    person.writes("sheet-line", &(recommended - 500).to_string()).await;
    person.sees("sheet-disagreement-line_override-high_side").await;

    person.clicks("sheet-submit").await;
    let refused = person.sees("sheet-problem-overrides.line_override").await;
    let code = refused.find(By::Css("[data-code]")).await.unwrap().attr("data-code").await.unwrap();
    assert_eq!(code.as_deref(), Some("reason_required"));
    assert!(!person.has("sheet-receipt").await, "a decision without its reason was recorded");

    for disagreement in person.all_beginning("sheet-disagreement-").await {
        let about = disagreement.trim_start_matches("sheet-disagreement-");
        let options = person.all_beginning(&format!("sheet-reason-{about}-")).await;
        person.chooses(&options[0]).await;
        person.writes(&format!("sheet-text-{about}"), reason).await;
    }
    person.sees_words("sheet-record", reason).await;
    person.clicks("sheet-submit").await;
    person.sees_with("sheet-receipt", "data-kind", "counteroffer").await;
    let entry = person.reads("sheet-receipt-entry", "data-entry").await.parse().unwrap();
    person.presses(Key::Escape).await;
    person.sees_no_more("decision-sheet").await;
    person.sees_with("case-decided", "data-kind", "counteroffer").await;
    entry
}

async fn entry_stands_in_the_log(person: &Person, entry: u32, number: &str) {
    person.clicks("nav-audit").await;
    person.clicks(&format!("audit-row-{entry}")).await;
    person.sees_with("audit-entry", "data-index", &entry.to_string()).await;
    person.sees_with("audit-signature", "data-holds", "true").await;
    person.sees_with("audit-commitment", "data-holds", "true").await;
    person.sees_with("audit-proof", "data-holds", "true").await;
    person.sees_words("audit-entry", number).await;
    person.clicks("audit-verify").await;
    person.sees_with("audit-verify-result", "data-intact", "true").await;
}

async fn export_verifies(person: &Person, export: &Path) {
    person.writes("audit-export-path", export.to_str().unwrap()).await;
    person.clicks("audit-export").await;
    let path = person.reads("audit-export-receipt", "data-path").await;
    let verified = verify(Path::new(&path));
    let said = [&verified.stdout, &verified.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert_eq!(verified.status.code(), Some(0), "{said:?}");
}
