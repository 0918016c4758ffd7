//! The same person, telephone or card in other cases, found through keyed hashes; no column holds the number itself.

use firstline_core::assessment::Links;
use firstline_core::identity;
use firstline_core::{Applicant, CaseId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::connection::Read;
use crate::error::Result;
use crate::transaction::WriteTransaction;

/// How many other cases are named for each kind; a number that is in more of them is told by the first of these.
pub const LINKS_MAX: u32 = 100;

const ID_NUMBER: &str = "id_number";
const MOBILE: &str = "mobile";
const BANK_CARD: &str = "bank_card";

/// Inserts the keyed hashes of a case's applicant.
pub(crate) async fn insert(tx: &mut WriteTransaction, case: CaseId, applicant: &Applicant) -> Result<()> {
    let card = applicant.bank_card.as_ref().map_or("", |card| card.expose());
    let identifiers = [
        (ID_NUMBER, comparable_id_number(applicant.id_number.expose())),
        (MOBILE, comparable_mobile(applicant.mobile.expose())),
        (BANK_CARD, digits(card)),
    ];
    for (kind, comparable) in identifiers {
        if comparable.is_empty() {
            continue;
        }
        let digest = blind(tx.blind_index_key(), kind, &comparable);
        let (id, digest) = (case.0.as_bytes().as_slice(), digest.as_slice());
        sqlx::query!("INSERT INTO case_link (kind, digest, case_id) VALUES (?, ?, ?)", kind, digest, id)
            .execute(tx.connection())
            .await?;
    }
    Ok(())
}

/// The other cases that share something with this one, by number in ascending order, at most [`LINKS_MAX`] of each kind.
pub async fn of_case(from: &mut impl Read, case: CaseId) -> Result<Links> {
    Ok(Links {
        same_id: others(from, case, ID_NUMBER).await?,
        same_mobile: others(from, case, MOBILE).await?,
        same_card: others(from, case, BANK_CARD).await?,
    })
}

async fn others(from: &mut impl Read, case: CaseId, kind: &str) -> Result<Vec<String>> {
    let id = case.0.as_bytes().as_slice();
    let rows = sqlx::query!(
        "SELECT case_file.number FROM case_link AS mine
         CROSS JOIN case_link AS other ON other.kind = mine.kind AND other.digest = mine.digest
         CROSS JOIN case_file ON case_file.id = other.case_id
         WHERE mine.case_id = ?1 AND mine.kind = ?2 AND other.case_id <> ?1
         ORDER BY case_file.number LIMIT ?3",
        id,
        kind,
        LINKS_MAX
    )
    .fetch_all(from.connection())
    .await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

fn blind(key: &[u8; 32], kind: &str, comparable: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(kind.as_bytes());
    mac.update(b"\n");
    mac.update(comparable.as_bytes());
    mac.finalize().into_bytes().into()
}

/// The first 17 characters of the 18-digit form, so that a first-generation number and its successor are one person.
fn comparable_id_number(given: &str) -> String {
    let plain: String = identity::plain(given).chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_uppercase();
    match plain.len() {
        18 => plain[..17].to_owned(),
        15 if plain.bytes().all(|byte| byte.is_ascii_digit()) => format!("{}19{}", &plain[..6], &plain[6..]),
        _ => plain,
    }
}

/// The digits without the country code of mainland China.
fn comparable_mobile(given: &str) -> String {
    let digits = digits(given);
    let national = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
    match national {
        Some(national) if national.len() == 11 => national.to_owned(),
        _ => digits,
    }
}

/// The digits alone, full-width ones included: another way of writing must not hide a number from its other cases.
fn digits(given: &str) -> String {
    identity::plain(given).chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_one_number_compare_equal() {
        assert_eq!(comparable_id_number("110105 19491231 002x"), comparable_id_number("11010519491231002X"));
        assert_eq!(comparable_id_number("110105491231002"), comparable_id_number("11010519491231002X"));
        assert_eq!(comparable_mobile("+86 138-0013-8000"), comparable_mobile("13800138000"));
        assert_eq!(comparable_mobile("１３８００１３８０００"), comparable_mobile("13800138000"));
        assert_eq!(
            comparable_id_number("１１０１０５１９４９１２３１００２ｘ"),
            comparable_id_number("11010519491231002X")
        );
        assert_ne!(comparable_mobile("13800138001"), comparable_mobile("13800138000"));
        assert_eq!(digits("6222 0000 1111"), "622200001111");
    }

    #[test]
    fn a_digest_depends_on_key_and_kind() {
        assert_ne!(blind(&[1; 32], MOBILE, "1"), blind(&[2; 32], MOBILE, "1"));
        assert_ne!(blind(&[1; 32], MOBILE, "1"), blind(&[1; 32], BANK_CARD, "1"));
    }
}
