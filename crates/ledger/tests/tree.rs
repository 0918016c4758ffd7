//! The tree against RFC 6962's own recursive definition, its reference tree, and another implementation.

use std::collections::HashMap;

use firstline_ledger::hash::{Hash, empty_root, leaf_hash, node_hash};
use firstline_ledger::tree::{
    Frontier, NodePlace, consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

type Nodes = HashMap<NodePlace, Hash>;

fn grow(leaves: impl IntoIterator<Item = Vec<u8>>) -> (Frontier, Nodes, Vec<Hash>) {
    let (mut frontier, mut nodes, mut roots) = (Frontier::default(), Nodes::new(), vec![empty_root()]);
    for leaf in leaves {
        for node in frontier.append(leaf_hash(&leaf)) {
            nodes.insert(NodePlace { level: node.level, position: node.position }, node.hash);
        }
        roots.push(frontier.root());
    }
    (frontier, nodes, roots)
}

fn numbered(size: u64) -> impl Iterator<Item = Vec<u8>> {
    (0..size).map(|number| number.to_be_bytes().to_vec())
}

/// MTH of RFC 6962, section 2.1, as it is written there.
fn defined_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let middle = leaves.len().next_power_of_two() / 2;
            node_hash(&defined_root(&leaves[..middle]), &defined_root(&leaves[middle..]))
        }
    }
}

#[test]
fn roots_agree_with_the_reference_tree() {
    let Some(reference) = crate::reference_json("reference/rfc6962_reference_tree.json") else { return };
    let texts = |name: &str| -> Vec<Vec<u8>> {
        let list = reference[name].as_array().unwrap();
        list.iter().map(|text| hex::decode(text.as_str().unwrap()).unwrap()).collect()
    };
    let (_, _, roots) = grow(texts("leaf_inputs_hex"));
    let roots: Vec<Vec<u8>> = roots.into_iter().map(|root| root.to_vec()).collect();
    assert_eq!(roots, texts("root_hash_by_tree_size_hex"));
}

#[test]
fn roots_are_those_of_the_definition() {
    let leaves: Vec<Hash> = numbered(70).map(|leaf| leaf_hash(&leaf)).collect();
    let (_, nodes, roots) = grow(numbered(70));
    for size in 0..=70 {
        assert_eq!(roots[size], defined_root(&leaves[..size]), "size {size}");
        assert_eq!(root(&nodes, size as u64).unwrap(), roots[size], "size {size}");
    }
}

#[test]
fn every_proof_of_small_trees_holds_and_no_other_does() {
    let (_, nodes, roots) = grow(numbered(33));
    for size in 1..=33u64 {
        for index in 0..size {
            let proof = inclusion_proof(&nodes, index, size).unwrap();
            let leaf = leaf_hash(&index.to_be_bytes());
            assert!(verify_inclusion(leaf, index, size, &proof, &roots[size as usize]));
            assert!(!verify_inclusion(leaf, index, size, &proof, &roots[size as usize - 1]));
            for step in 0..proof.len() {
                let mut changed = proof.clone();
                changed[step][0] ^= 1;
                assert!(!verify_inclusion(leaf, index, size, &changed, &roots[size as usize]));
            }
        }
        for old in 1..=size {
            let proof = consistency_proof(&nodes, old, size).unwrap();
            let (old_root, new_root) = (&roots[old as usize], &roots[size as usize]);
            assert!(verify_consistency(old, old_root, size, new_root, &proof), "{old} to {size}");
            for step in 0..proof.len() {
                let mut changed = proof.clone();
                changed[step][31] ^= 0x80;
                assert!(!verify_consistency(old, old_root, size, new_root, &changed), "{old} to {size}");
            }
            assert!(!verify_consistency(old, &roots[old as usize - 1], size, new_root, &proof));
        }
    }
}

#[test]
fn proofs_outside_the_tree_are_refused() {
    let (_, nodes, _) = grow(numbered(5));
    assert!(inclusion_proof(&nodes, 5, 5).is_err());
    assert!(inclusion_proof(&nodes, 0, 6).is_err());
    assert!(consistency_proof(&nodes, 0, 5).is_err());
    assert!(consistency_proof(&nodes, 6, 5).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn another_implementation_agrees(size in 1usize..300, seed in any::<u64>()) {
        let leaves: Vec<Vec<u8>> =
            (0..size as u64).map(|number| (number ^ seed).to_le_bytes().to_vec()).collect();
        let (_, nodes, roots) = grow(leaves.clone());
        let mut peer = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        for leaf in &leaves {
            peer.push(leaf.clone());
        }
        let peer_root = peer.root();
        prop_assert_eq!(&peer_root.as_bytes()[..], &roots[size][..]);
        let index = (seed % size as u64) as usize;
        let ours: Vec<u8> = inclusion_proof(&nodes, index as u64, size as u64).unwrap().concat();
        let peer_proof = peer.prove_inclusion(index);
        prop_assert_eq!(peer_proof.as_bytes(), &ours[..]);
        let proof = inclusion_proof(&nodes, index as u64, size as u64).unwrap();
        prop_assert!(verify_inclusion(leaf_hash(&leaves[index]), index as u64, size as u64, &proof, &roots[size]));
    }
}
