//! The record format of old Excel workbooks (BIFF8): records one after another, texts that go on in the next one.

use std::borrow::Cow;

use encoding_rs::UTF_16LE;

use super::damaged;
use crate::error::Fault;

/// Carries on what the record before it holds.
const CONTINUE: u16 = 0x003C;

pub(super) fn broken(problem: &str) -> Fault {
    damaged("an xls workbook", problem)
}

/// A record: its kind and what it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) body: &'a [u8],
}

/// Reads records one after another from a place in the stream.
#[derive(Debug)]
pub(super) struct Records<'a> {
    stream: &'a [u8],
    place: usize,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8], place: usize) -> Self {
        Records { stream, place }
    }

    /// The next record; the end of the stream before the record that should end it is damage.
    pub(super) fn next(&mut self) -> Result<Record<'a>, Fault> {
        let rest = self.stream.get(self.place..).unwrap_or_default();
        let head = rest.get(..4).ok_or_else(|| broken("it ends before its last record"))?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let body = rest.get(4..4 + length).ok_or_else(|| broken("it ends within a record"))?;
        self.place += 4 + length;
        Ok(Record { kind: u16::from_le_bytes([head[0], head[1]]), body })
    }

    /// The bodies of the records that carry on the one read last.
    pub(super) fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut bodies = Vec::new();
        loop {
            let place = self.place;
            match self.next() {
                Ok(record) if record.kind == CONTINUE => bodies.push(record.body),
                Ok(_) | Err(_) => {
                    self.place = place;
                    return bodies;
                }
            }
        }
    }
}

/// Reads little-endian fields from a record's body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(|| broken("a record is too short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.take(N)?.try_into().map_err(|_| broken("a record is too short"))
    }

    pub(super) fn byte(&mut self) -> Result<u8, Fault> {
        self.array::<1>().map(|bytes| bytes[0])
    }

    pub(super) fn u16(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Fault> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Result<f64, Fault> {
        self.array().map(f64::from_le_bytes)
    }

    /// A text with its count of characters (in 16-bit units) before it.
    pub(super) fn text(&mut self) -> Result<String, Fault> {
        let count = usize::from(self.u16()?);
        let is_wide = self.byte()? & 1 != 0;
        let units = self.take(if is_wide { count * 2 } else { count })?;
        Ok(decode(units, is_wide).into_owned())
    }
}

/// Characters of one byte are the first 256 of Unicode; of two bytes, UTF-16.
fn decode(units: &[u8], is_wide: bool) -> Cow<'_, str> {
    if is_wide {
        UTF_16LE.decode_without_bom_handling(units).0
    } else {
        encoding_rs::mem::decode_latin1(units)
    }
}

/// Reads the texts that cells share, which go on from record to record.
#[derive(Debug)]
pub(super) struct SharedTexts<'a> {
    now: Fields<'a>,
    later: std::vec::IntoIter<&'a [u8]>,
}

impl<'a> SharedTexts<'a> {
    /// All texts of the record and those that carry it on.
    pub(super) fn read(first: &'a [u8], later: Vec<&'a [u8]>) -> Result<Vec<String>, Fault> {
        let mut texts = SharedTexts { now: Fields(first), later: later.into_iter() };
        texts.now.u32()?;
        let count = texts.now.u32()?;
        // The count is only a claim: what is kept grows with what was read.
        let mut read = Vec::new();
        for _ in 0..count {
            read.push(texts.text()?);
        }
        Ok(read)
    }

    /// Goes on to the next record where this one is used up.
    fn refill(&mut self) -> Result<(), Fault> {
        while self.now.0.is_empty() {
            self.now = Fields(self.later.next().ok_or_else(|| broken("its shared texts are cut"))?);
        }
        Ok(())
    }

    fn skip(&mut self, mut length: usize) -> Result<(), Fault> {
        while length > 0 {
            self.refill()?;
            let step = length.min(self.now.0.len());
            self.now.take(step)?;
            length -= step;
        }
        Ok(())
    }

    fn text(&mut self) -> Result<String, Fault> {
        self.refill()?;
        let mut count = usize::from(self.now.u16()?);
        let flags = self.now.byte()?;
        let runs = if flags & 0x08 != 0 { usize::from(self.now.u16()?) } else { 0 };
        let extension = if flags & 0x04 != 0 { self.now.u32()? as usize } else { 0 };
        let mut is_wide = flags & 1 != 0;
        let mut text = String::new();
        // Half of a pair of units may stand at a record's end, so that units are put together before they are decoded.
        let mut units = Vec::new();
        loop {
            let unit_bytes = if is_wide { 2 } else { 1 };
            let here = count.min(self.now.0.len() / unit_bytes);
            let bytes = self.now.take(here * unit_bytes)?;
            if is_wide {
                units.extend_from_slice(bytes);
            } else {
                units.extend(bytes.iter().flat_map(|byte| [*byte, 0]));
            }
            count -= here;
            if count == 0 {
                break;
            }
            // What carries on in the next record says again how wide its characters are.
            if !self.now.0.is_empty() {
                return Err(broken("a shared text is cut within a character"));
            }
            self.refill()?;
            is_wide = self.now.byte()? & 1 != 0;
        }
        text.push_str(&decode(&units, true));
        self.skip(runs * 4)?;
        self.skip(extension)?;
        Ok(text)
    }
}
