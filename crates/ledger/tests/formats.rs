//! Entries, commitments, checkpoints and signatures: frozen bytes, strict reading.

use chrono::DateTime;
use firstline_ledger::checkpoint::{Checkpoint, CheckpointError};
use firstline_ledger::entry::{self, EntryDraft};
use firstline_ledger::hash::leaf_hash;
use firstline_ledger::key::{self, SigningKey};
use firstline_ledger::payload;
use uuid::Uuid;

fn draft() -> EntryDraft {
    EntryDraft {
        log: "firstline/7c2e/decision".to_owned(),
        index: 1846,
        event: "approval.granted".to_owned(),
        event_version: 1,
        at: DateTime::parse_from_rfc3339("2026-11-19T08:20:31.007Z").unwrap().to_utc(),
        monotonic_ms: 98_765,
        boot: Uuid::from_u128(0xb007),
        actor: Uuid::from_u128(0xac7),
        case: Some(Uuid::from_u128(0xca5e)),
        parents: vec![leaf_hash(b"parent")],
        references: [("assessment".to_owned(), leaf_hash(b"assessment"))].into(),
        commitment: payload::commit(&[7; 32], b"{\"note\":\"agreed\"}"),
    }
}

#[test]
fn the_bytes_of_an_entry_are_frozen() {
    let bytes = String::from_utf8(draft().to_bytes()).unwrap();
    assert_eq!(bytes, include_str!("golden/entry.json").trim_end());
    let signed = String::from_utf8(draft().sign(&SigningKey::from_seed(&[9; 32]))).unwrap();
    assert_eq!(signed, include_str!("golden/entry_signed.json").trim_end());
}

#[test]
fn the_bytes_of_a_checkpoint_are_frozen() {
    let checkpoint =
        Checkpoint { origin: "firstline/7c2e/decision".to_owned(), size: 1847, root: leaf_hash(b"root") };
    let note = checkpoint.sign(&SigningKey::from_seed(&[3; 32]));
    assert_eq!(note, include_str!("golden/checkpoint.txt"));
}

#[test]
fn an_entry_reads_back_and_every_changed_byte_is_refused_or_another_leaf() {
    for bytes in [draft().to_bytes(), draft().sign(&SigningKey::from_seed(&[9; 32]))] {
        let read = entry::parse(&bytes).unwrap();
        assert_eq!(read.fields, draft());
        for place in 0..bytes.len() {
            for flip in [0x01, 0x20, 0x80] {
                let mut changed = bytes.clone();
                changed[place] ^= flip;
                assert_ne!(leaf_hash(&changed), leaf_hash(&bytes));
                if read.signature.is_some() {
                    assert!(entry::parse(&changed).is_err(), "byte {place} of a signed entry");
                }
            }
        }
        let spaced = [b" ", bytes.as_slice()].concat();
        assert!(entry::parse(&spaced).is_err());
    }
}

#[test]
fn a_signature_cannot_move_to_another_key() {
    let signed = String::from_utf8(draft().sign(&SigningKey::from_seed(&[9; 32]))).unwrap();
    let other = hex::encode(SigningKey::from_seed(&[8; 32]).public_key());
    let own = hex::encode(SigningKey::from_seed(&[9; 32]).public_key());
    let moved = signed.replace(&own, &other);
    assert_eq!(entry::parse(moved.as_bytes()), Err(entry::EntryError::BadSignature));
}

#[test]
fn every_byte_of_a_checkpoint_counts() {
    let key = SigningKey::from_seed(&[3; 32]);
    let checkpoint = Checkpoint { origin: "log".to_owned(), size: 12, root: leaf_hash(b"root") };
    let note = checkpoint.sign(&key);
    assert_eq!(Checkpoint::parse(&note, "log", &key.public_key()), Ok(checkpoint));
    for place in 0..note.len() {
        for flip in [1u8, 2, 4, 8, 16, 32, 64, 128, 255] {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= flip;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(
                    Checkpoint::parse(&changed, "log", &key.public_key()).is_err(),
                    "byte {place} ^ {flip}"
                );
            }
        }
    }
    assert_eq!(Checkpoint::parse(&note, "other", &key.public_key()), Err(CheckpointError::OtherOrigin));
}

#[test]
fn a_commitment_depends_on_salt_and_payload() {
    let commitment = payload::commit(&[1; 32], b"payload");
    assert_eq!(hex::encode(commitment), include_str!("golden/commitment.txt").trim_end());
    assert_ne!(commitment, payload::commit(&[2; 32], b"payload"));
    assert_ne!(commitment, payload::commit(&[1; 32], b"payloae"));
}

#[test]
fn signatures_agree_with_wycheproof() {
    let Some(vectors) = crate::reference_json("reference/wycheproof/ed25519_test.json") else { return };
    let mut tried = 0;
    for group in vectors["testGroups"].as_array().unwrap() {
        let public = hex::decode(group["publicKey"]["pk"].as_str().unwrap()).unwrap();
        let public: [u8; 32] = public.try_into().unwrap();
        for test in group["tests"].as_array().unwrap() {
            let text = |name: &str| hex::decode(test[name].as_str().unwrap()).unwrap();
            let expected = test["result"] == "valid";
            let found = text("sig")
                .try_into()
                .is_ok_and(|signature: [u8; 64]| key::verify(&public, &text("msg"), &signature));
            assert_eq!(found, expected, "vector {}: {}", test["tcId"], test["comment"]);
            tried += 1;
        }
    }
    assert_eq!(tried, vectors["numberOfTests"].as_u64().unwrap());
}
