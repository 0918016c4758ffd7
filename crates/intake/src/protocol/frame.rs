//! Frames: a byte that says what is in it, four bytes of length, and the bytes.

use std::io::{self, Read, Write};

use super::answer::AnswerFault;

/// The longest frame. Long answers are many frames.
const FRAME_BYTES_MAX: u32 = 4 * 1024 * 1024;
/// The longest answer: what the rows of the largest file come to, and twice that.
const ANSWER_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// Errors; the file is refused and nothing follows.
    Refused = 1,
    /// Some applications.
    Applications,
    /// Some vendor results.
    VendorResults,
    /// The next document is the file itself.
    SameDocument,
    /// The next bytes of a document that came out of the file.
    Document,
    /// The end of that document.
    DocumentEnd,
    /// A statement without its rows.
    Statement,
    /// Rows of the last statement.
    Rows,
    /// A statement in short.
    Summary,
    /// A statement's inspection.
    Inspection,
    /// How the file looks.
    Preview,
    /// Nothing follows.
    End,
}

const TAGS: [Tag; 12] = [
    Tag::Refused,
    Tag::Applications,
    Tag::VendorResults,
    Tag::SameDocument,
    Tag::Document,
    Tag::DocumentEnd,
    Tag::Statement,
    Tag::Rows,
    Tag::Summary,
    Tag::Inspection,
    Tag::Preview,
    Tag::End,
];

pub(super) fn write(output: &mut impl Write, tag: Tag, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= FRAME_BYTES_MAX);
    let length = length.ok_or_else(|| io::Error::other("a part of the answer is too long"))?;
    output.write_all(&[tag as u8])?;
    output.write_all(&length.to_be_bytes())?;
    output.write_all(bytes)
}

/// Reads the frames of one answer, each into the same buffer.
pub(super) struct Frames<'a, R> {
    input: &'a mut R,
    bytes: Vec<u8>,
    left: u64,
}

impl<'a, R: Read> Frames<'a, R> {
    pub(super) fn new(input: &'a mut R) -> Self {
        Frames { input, bytes: Vec::new(), left: ANSWER_BYTES_MAX }
    }

    pub(super) fn next(&mut self) -> Result<(Tag, &[u8]), AnswerFault> {
        let mut head = [0; 5];
        self.input.read_exact(&mut head)?;
        let [tag, length @ ..] = head;
        let tag = TAGS.into_iter().find(|known| *known as u8 == tag).ok_or(AnswerFault::Malformed)?;
        let length = u32::from_be_bytes(length);
        if length > FRAME_BYTES_MAX {
            return Err(AnswerFault::Malformed);
        }
        self.left =
            self.left.checked_sub(u64::from(length) + head.len() as u64).ok_or(AnswerFault::TooLong)?;
        // As long as what is there, not as what is announced: nothing is set aside for bytes that never come.
        self.bytes.clear();
        let read = self.input.by_ref().take(u64::from(length)).read_to_end(&mut self.bytes)?;
        if read != length as usize {
            return Err(AnswerFault::Cut);
        }
        Ok((tag, &self.bytes))
    }
}
