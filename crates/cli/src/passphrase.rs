//! Where a passphrase comes from: a file, the environment, or a prompt; and the password of an archive: standard input or a prompt.

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

/// Reads the password of an archive from the first line of standard input or from a prompt, if either is asked for.
pub fn of_archive(from_stdin: bool, prompted: bool) -> Result<Option<Zeroizing<String>>, String> {
    if from_stdin {
        let mut line = Zeroizing::new(String::new());
        std::io::stdin()
            .read_line(&mut line)
            .map_err(|error| format!("cannot read the password: {error}"))?;
        return Ok(Some(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned())));
    }
    if !prompted {
        return Ok(None);
    }
    rpassword::prompt_password("Password of the archive: ")
        .map(|password| Some(Zeroizing::new(password)))
        .map_err(|error| format!("cannot read the password: {error}"))
}
