//! What a person does at the window: looks, clicks, writes.

use serde_json::json;
use thirtyfour::{By, Key, WebDriver, WebElement};

use crate::demo::{PASSPHRASE, setting};
use crate::window::{Look, until};

const IS_SHOWN: &str = "const box = arguments[0].getBoundingClientRect(); \
     return box.width > 0 && box.height > 0 && arguments[0].checkVisibility();";

/// Scrolls no further than needed (a person's wheel would not move the page's frame either) and says where it lies.
const PLACE: &str = "arguments[0].scrollIntoView({ block: 'nearest', inline: 'nearest' }); \
    const box = arguments[0].getBoundingClientRect(); \
    return [box.x, box.y];";

/// Answers once what stands on the page now has been painted.
const PAINTED: &str =
    "const answer = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => answer(true)))";

/// Somebody at the window. What they look for are the `data-testid`s of `ui/src/lib/testids.ts`.
#[derive(Clone)]
pub struct Person {
    driver: WebDriver,
}

impl Person {
    /// A person before an open window.
    pub fn at(driver: WebDriver) -> Self {
        Self { driver }
    }

    /// Closes the window.
    pub async fn close(self) -> Look<()> {
        Ok(self.driver.quit().await?)
    }

    /// Makes the window this large.
    pub async fn resize(&self, width: u32, height: u32) {
        self.driver.set_window_rect(0, 0, width, height).await.unwrap();
        until(&format!("a window of {width} x {height}"), || async {
            let size = self.driver.execute("return [innerWidth, innerHeight]", vec![]).await?;
            (size.json() == &json!([width, height])).then_some(()).ok_or(size.json().to_string().into())
        })
        .await;
    }

    /// Sees something, once it is there and shown.
    pub async fn sees(&self, testid: &str) -> WebElement {
        until(testid, || async {
            let element = self.find(testid).await?;
            self.is_shown(&element).await?.then_some(element).ok_or("it is hidden".into())
        })
        .await
    }

    async fn place(&self, element: &WebElement) -> Look<serde_json::Value> {
        Ok(self.driver.execute(PLACE, vec![element.to_json()?]).await?.json().clone())
    }

    /// Sees something that bears this value.
    pub async fn sees_with(&self, testid: &str, attribute: &str, value: &str) -> WebElement {
        until(&format!("{testid} with {attribute} {value}"), || async {
            let element = self.find(testid).await?;
            let found = element.attr(attribute).await?;
            (found.as_deref() == Some(value)).then_some(element).ok_or(format!("it has {found:?}").into())
        })
        .await
    }

    /// Sees an element whose words hold these.
    pub async fn sees_words(&self, testid: &str, words: &str) {
        until(&format!("{testid} saying {words}"), || async {
            let found = self.find(testid).await?.text().await?;
            found.contains(words).then_some(()).ok_or(format!("it says {found}").into())
        })
        .await;
    }

    /// Sees that something is gone.
    pub async fn sees_no_more(&self, testid: &str) {
        until(&format!("{testid} gone"), || async {
            (!self.has(testid).await).then_some(()).ok_or("it is still there".into())
        })
        .await;
    }

    async fn find(&self, testid: &str) -> Look<WebElement> {
        Ok(self.driver.find(By::Testid(testid)).await?)
    }

    /// Whether an element takes up room and nothing hides it. The driver's own answer is wrong for inline elements.
    async fn is_shown(&self, element: &WebElement) -> Look<bool> {
        let answer = self.driver.execute(IS_SHOWN, vec![element.to_json()?]).await?;
        answer.json().as_bool().ok_or("no answer".into())
    }

    /// Whether something is on screen right now.
    pub async fn has(&self, testid: &str) -> bool {
        self.driver.find(By::Testid(testid)).await.is_ok()
    }

    /// What an element says of itself.
    pub async fn reads(&self, testid: &str, attribute: &str) -> String {
        let element = self.sees(testid).await;
        element.attr(attribute).await.unwrap().unwrap_or_else(|| panic!("{testid} has no {attribute}"))
    }

    /// The words of an element.
    pub async fn words(&self, testid: &str) -> String {
        self.sees(testid).await.text().await.unwrap()
    }

    /// Which things on screen have a name that begins so.
    pub async fn all_beginning(&self, beginning: &str) -> Vec<String> {
        let selector = format!("[data-testid^=\"{beginning}\"]");
        let mut names = Vec::new();
        for element in self.driver.find_all(By::Css(selector.as_str())).await.unwrap() {
            names.push(element.attr("data-testid").await.unwrap().unwrap());
        }
        names
    }

    /// Clicks something once it is there, stands still, and nothing lies over it.
    pub async fn clicks(&self, testid: &str) {
        self.clicks_at(&format!("[data-testid=\"{testid}\"]")).await;
    }

    /// Clicks the choice inside something: a radio button's own label, not the row round it.
    pub async fn chooses(&self, testid: &str) {
        self.clicks_at(&format!("[data-testid=\"{testid}\"] label")).await;
    }

    async fn clicks_at(&self, selector: &str) {
        until(&format!("a click on {selector}"), || async {
            let element = self.driver.find(By::Css(selector)).await?;
            if self.place(&element).await? != self.place(&element).await? {
                return Err("it moves".into());
            }
            if !self.is_shown(&element).await? || !element.is_enabled().await? {
                return Err("it is hidden or disabled".into());
            }
            Ok(element.click().await?)
        })
        .await;
    }

    /// Replaces what a field holds.
    pub async fn writes(&self, testid: &str, text: &str) {
        let field = self.sees(testid).await;
        field.click().await.unwrap();
        field.send_keys(String::new() + Key::Control + "a").await.unwrap();
        field.send_keys(text).await.unwrap();
        until(&format!("{testid} holding what was written"), || async {
            let held = field.prop("value").await?.unwrap_or_default();
            (held == text).then_some(()).ok_or(format!("it holds {held}").into())
        })
        .await;
    }

    /// Presses a key, wherever the focus is.
    pub async fn presses(&self, key: Key) {
        self.driver.action_chain().send_keys(key).perform().await.unwrap();
    }

    /// Types, wherever the focus is.
    pub async fn types(&self, text: &str) {
        self.driver.action_chain().send_keys(text).perform().await.unwrap();
    }

    /// What a field holds.
    pub async fn value(&self, testid: &str) -> String {
        self.sees(testid).await.prop("value").await.unwrap().unwrap()
    }

    /// Drops what the page has measured under a name.
    pub async fn forgets(&self, measure: &str) {
        let forget = format!("performance.clearMeasures('{measure}')");
        self.driver.execute(forget, vec![]).await.unwrap();
    }

    /// The milliseconds that the page measured under a name, once it has.
    pub async fn took_ms(&self, measure: &str) -> f64 {
        let look = format!("return performance.getEntriesByName('{measure}').map((one) => one.duration)");
        until(&format!("the measure {measure}"), || async {
            let measured = self.driver.execute(look.clone(), vec![]).await?;
            measured
                .json()
                .get(0)
                .and_then(serde_json::Value::as_f64)
                .ok_or("it has not been measured".into())
        })
        .await
    }

    /// Signs in by name and passphrase.
    pub async fn signs_in(&self, user: &str) {
        self.clicks(&format!("signin-user-{user}")).await;
        self.writes("signin-passphrase", PASSPHRASE).await;
        self.clicks("signin-submit").await;
        self.sees_no_more("signin").await;
    }

    /// Chooses language and theme.
    pub async fn prefers(&self, language: &str, theme: &str) {
        self.clicks(&format!("lang-{language}")).await;
        self.clicks(&format!("theme-{theme}")).await;
        until(&format!("{language} and {theme}"), || async {
            let root = self.driver.find(By::Css("html")).await?;
            let spoken = root.attr("lang").await?.unwrap_or_default();
            let shown = root.attr("data-theme").await?.unwrap_or_default();
            let both = spoken.starts_with(language) && shown == theme;
            both.then_some(()).ok_or(format!("{spoken} and {shown}").into())
        })
        .await;
    }

    /// Loads the page anew, which closes whatever lies over it.
    pub async fn reloads(&self) {
        self.driver.refresh().await.unwrap();
    }

    /// Takes a picture into the folder of screenshots.
    pub async fn picture(&self, name: &str) {
        self.takes_picture(name).await.unwrap();
    }

    /// As `picture`, saying why there is none.
    pub async fn takes_picture(&self, name: &str) -> Look<()> {
        let folder = setting("FIRSTLINE_SCREENSHOTS");
        std::fs::create_dir_all(&folder)?;
        self.driver.execute_async(PAINTED, vec![]).await?;
        Ok(self.driver.screenshot(&folder.join(format!("{name}.png"))).await?)
    }
}
