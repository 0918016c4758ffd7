//! Files that were whole: cut anywhere, with any bit turned, read by the process that reads everybody's.

use std::path::Path;

use firstline_desk::Readers;

use super::make::{BANK, bank_xls, bank_xlsx, zip};
use crate::stories::world::reader;

/// How many damages of each kind and file are tried.
const TRIED: usize = 300;

/// Reads a damaged file: it is read or refused with words, and the reader lives on.
fn is_read(readers: &Readers, file: &Path, damaged: &[u8], what: &str) -> bool {
    std::fs::write(file, damaged).unwrap();
    match readers.inspections(file) {
        Ok(inspections) => {
            assert!(!inspections.is_empty(), "{what}");
            true
        }
        Err(refused) => {
            let reason = refused.values.get("intake_code").map(String::as_str).unwrap_or_default();
            assert!(!reason.is_empty() && !reason.starts_with("reader_"), "{what}: {refused}");
            false
        }
    }
}

#[test]
fn cut_and_bit_flipped_files_are_read_or_refused_and_end_no_reader() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("damaged");
    let readers = Readers::new(reader());
    let seeds = [
        ("csv", BANK.as_bytes().to_vec()),
        ("xlsx", bank_xlsx()),
        ("xls", bank_xls()),
        ("zip", zip([("bank.csv", BANK.as_bytes().to_vec())])),
    ];
    for (kind, whole) in seeds {
        assert!(is_read(&readers, &file, &whole, kind), "the {kind} is sound");
        let bits = whole.len() * 8;
        for flip in 0..TRIED.min(bits) {
            // Spread over the file and over the bits of a byte.
            let bit = flip * bits / TRIED.min(bits) + flip % 8;
            let mut damaged = whole.clone();
            damaged[(bit / 8) % whole.len()] ^= 1 << (bit % 8);
            is_read(&readers, &file, &damaged, &format!("{kind} with bit {bit} turned"));
        }
        let mut refused = 0;
        for cut in 0..TRIED {
            let length = cut * whole.len() / TRIED;
            refused +=
                usize::from(!is_read(&readers, &file, &whole[..length], &format!("{kind} cut at {length}")));
        }
        assert!(refused > TRIED / 2, "of a {kind} that is cut, {refused} of {TRIED} are refused");
    }
}
