//! The reader's own side: one file after another, until nobody asks any more.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

use firstline_intake::FILE_BYTES_MAX;
use firstline_intake::protocol::{Request, write_answer};

use super::{HIDDEN_WORD, caps};

/// Makes the program a reader of files where it was started as one, and gives the code to end with. Every program that
/// reads files through this crate calls it before anything else.
pub fn serve_if_asked() -> Option<ExitCode> {
    let word = std::env::args_os().nth(1)?;
    (word == HIDDEN_WORD).then(|| match serve() {
        Ok(()) => ExitCode::SUCCESS,
        // There is nobody to tell: whoever asked sees the end.
        Err(_) => ExitCode::FAILURE,
    })
}

fn serve() -> io::Result<()> {
    caps::give_up_rights()?;
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    while let Some(request) = Request::read(&mut input)? {
        if request.bytes > FILE_BYTES_MAX as u64 {
            return Err(io::Error::other("the file is larger than any that is read"));
        }
        caps::allow_time()?;
        let mut bytes = Vec::with_capacity(usize::try_from(request.bytes).map_err(io::Error::other)?);
        input.by_ref().take(request.bytes).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != request.bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        write_answer(&request, &bytes, &mut output)?;
        output.flush()?;
    }
    Ok(())
}
