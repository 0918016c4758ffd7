//! What holds of every number, not only of those somebody thought of.

use firstline_core::identity::{check_bank_card, check_character, check_id_number, check_mobile, check_name};
use firstline_core::{CheckOutcome, IdKind};
use proptest::prelude::*;

use super::as_of;

/// First 17 digits of a number born between 1930 and 2025.
fn body() -> impl Strategy<Value = String> {
    (100_000..900_000_u32, 1930..2026_u32, 1..13_u32, 1..29_u32, 0..1000_u32).prop_map(
        |(region, year, month, day, sequence)| format!("{region}{year}{month:02}{day:02}{sequence:03}"),
    )
}

fn whole(body: &str) -> String {
    let last = check_character(body).expect("seventeen digits have a check character");
    format!("{body}{last}")
}

/// Text of the kinds that break number readers: digits of several scripts, Han, blanks, marks.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9]{0,24}",
        "[0-9０-９ xXＸ+\\-\u{200B}]{0,24}",
        "[一-龥]{5,6}",
        "[0-9]{16}[0-9Xé]{1,2}",
        "\\+?0{0,2}86[0-9]{11}",
    ]
}

proptest! {
    #[test]
    fn a_number_with_its_check_character_passes_and_reads_back(body in body()) {
        let number = whole(&body);
        let read = check_id_number(&number, as_of());
        prop_assert_eq!(read.outcome, CheckOutcome::Pass);
        let birth = read.birth_date.expect("a birth date").format("%Y%m%d").to_string();
        prop_assert_eq!(birth.as_str(), &body[6..14]);
        prop_assert_eq!(read.as_18_characters.expect("a whole number").0, number);
        prop_assert_ne!(read.region.expect("a region").outcome, CheckOutcome::Fail);
    }

    #[test]
    fn any_one_changed_character_is_caught(body in body(), place in 0..18_usize, by in 1..10_u8) {
        let mut number = whole(&body).into_bytes();
        number[place] = match number[place] {
            b'X' => b'0' + by,
            digit => b'0' + (digit - b'0' + by) % 10,
        };
        let changed = String::from_utf8(number).expect("ASCII");
        prop_assert_eq!(check_id_number(&changed, as_of()).outcome, CheckOutcome::Fail);
    }

    #[test]
    fn two_neighbours_exchanged_are_caught(body in body(), place in 0..16_usize) {
        let mut number = whole(&body).into_bytes();
        number.swap(place, place + 1);
        let changed = String::from_utf8(number).expect("ASCII");
        prop_assume!(changed != whole(&body));
        prop_assert_eq!(check_id_number(&changed, as_of()).outcome, CheckOutcome::Fail);
    }

    #[test]
    fn fifteen_digits_extend_to_the_eighteen_they_stand_for(body in body()) {
        prop_assume!(body[6..8] == *"19");
        let short = format!("{}{}", &body[..6], &body[8..]);
        let read = check_id_number(&short, as_of());
        prop_assert_eq!(read.kind, Some(IdKind::ResidentId15));
        prop_assert_eq!(read.as_18_characters.expect("a whole number").0, whole(&body));
    }

    #[test]
    fn the_way_of_writing_changes_no_verdict(body in body()) {
        let number = whole(&body);
        let wide: String = number
            .chars()
            .map(|character| char::from_u32(u32::from(character) + 0xFEE0).expect("a full-width character"))
            .collect();
        let spaced = format!(" {} {}\u{3000}{} ", &number[..6], &number[6..14], &number[14..]);
        for written in [wide, spaced, number.to_lowercase()] {
            let read = check_id_number(&written, as_of());
            prop_assert_eq!(read.outcome, CheckOutcome::Pass);
            prop_assert_eq!(&read.as_18_characters.expect("a whole number").0, &number);
        }
    }

    #[test]
    fn no_text_makes_a_check_panic_and_evidence_repeats_no_number(given in hostile()) {
        let found = [
            check_id_number(&given, as_of()).evidence,
            check_mobile(&given).evidence,
            check_bank_card(&given).evidence,
            check_name(&given, None).evidence,
            check_name(&given, Some(IdKind::ForeignerCard)).evidence,
        ];
        for evidence in found.iter().flatten() {
            for value in evidence.values.values() {
                prop_assert!(value.chars().count() <= 8 || !given.contains(value.as_str()), "{evidence:?}");
            }
        }
    }

    #[test]
    fn a_card_completed_by_its_check_digit_fits_and_any_one_changed_digit_does_not(
        body in "[1-9][0-9]{14,17}", place in 0..15_usize, by in 1..10_u8,
    ) {
        let fits = |last: &u8| check_bank_card(&format!("{body}{last}")).check_digit_fits;
        let completions: Vec<u8> = (0..10).filter(fits).collect();
        prop_assert_eq!(completions.len(), 1);
        let mut changed = format!("{body}{}", completions[0]).into_bytes();
        changed[place] = b'0' + (changed[place] - b'0' + by) % 10;
        prop_assert!(!check_bank_card(&String::from_utf8(changed).expect("ASCII")).check_digit_fits);
    }
}
