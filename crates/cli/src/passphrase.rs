//! Where a passphrase comes from: a file, the environment, or a prompt.

use std::io::IsTerminal;
use std::path::Path;

use zeroize::Zeroizing;

/// Reads a passphrase: the first line of `file`, else the variable, else a prompt on a terminal.
pub fn read(file: Option<&Path>, variable: &str, prompt: &str) -> Result<Zeroizing<String>, String> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file)
            .map(Zeroizing::new)
            .map_err(|error| format!("cannot read the passphrase file {}: {error}", file.display()))?;
        return Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()));
    }
    if let Ok(passphrase) = std::env::var(variable) {
        return Ok(Zeroizing::new(passphrase));
    }
    if !std::io::stdin().is_terminal() {
        return Err(format!("no passphrase: give --passphrase-file, set ${variable}, or run on a terminal"));
    }
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| format!("cannot read the passphrase: {error}"))
}
