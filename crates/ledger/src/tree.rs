//! The append-only tree of RFC 6962 over nodes that are kept elsewhere.
//!
//! Only perfect nodes are kept: the one at (level, position) is the root over leaves `position << level` and the following
//! `1 << level`. Everything else is worked out from them.

use std::collections::HashMap;
use std::ops::Range;

use crate::hash::{Hash, empty_root, node_hash};

/// The place of a perfect node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodePlace {
    /// Height over the leaves; a leaf has 0.
    pub level: u32,
    /// Position from the left within its level.
    pub position: u64,
}

/// A perfect node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Height over the leaves.
    pub level: u32,
    /// Position from the left within its level.
    pub position: u64,
    /// Its hash.
    pub hash: Hash,
}

/// Where nodes are kept.
pub trait NodeSource {
    /// The hash of a perfect node; `None` where it is not kept.
    fn node(&self, place: NodePlace) -> Option<Hash>;
}

impl NodeSource for HashMap<NodePlace, Hash> {
    fn node(&self, place: NodePlace) -> Option<Hash> {
        self.get(&place).copied()
    }
}

/// Why a proof cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The index or size lies outside the tree.
    #[error("there is no entry {index} in a tree of {size}")]
    Outside {
        /// The index or the older size.
        index: u64,
        /// The size.
        size: u64,
    },
    /// A node is not kept.
    #[error("the node at level {}, position {} is missing", .0.level, .0.position)]
    Missing(NodePlace),
}

/// The right edge of a tree: the roots of its perfect subtrees, the widest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The frontier of a tree of `size` entries from the nodes at [`Frontier::places`], in that order; `None` for another number.
    pub fn new(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (peaks.len() == size.count_ones() as usize).then_some(Frontier { size, peaks })
    }

    /// The places of the peaks of a tree of `size` entries, the widest first.
    pub fn places(size: u64) -> Vec<NodePlace> {
        perfect_nodes(0..size)
    }

    /// How many entries the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf and gives the nodes that it completes, the leaf first.
    pub fn append(&mut self, leaf: Hash) -> Vec<Node> {
        let mut node = Node { level: 0, position: self.size, hash: leaf };
        let mut completed = vec![node];
        while node.position % 2 == 1 {
            let left = self.peaks.pop().expect("an odd position has a left sibling among the peaks");
            node = Node {
                level: node.level + 1,
                position: node.position / 2,
                hash: node_hash(&left, &node.hash),
            };
            completed.push(node);
        }
        self.peaks.push(node.hash);
        self.size += 1;
        completed
    }

    /// The root over everything appended.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => empty_root(),
            Some(last) => peaks.fold(*last, |right, left| node_hash(left, &right)),
        }
    }
}

/// The perfect nodes that a range of leaves falls into, from the left; the range begins at a multiple of its width's power of two.
fn perfect_nodes(range: Range<u64>) -> Vec<NodePlace> {
    let mut places = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let width_max = range.end - start;
        let aligned = if start == 0 { u64::BITS - 1 } else { start.trailing_zeros() };
        let level = aligned.min(u64::BITS - 1 - width_max.leading_zeros());
        places.push(NodePlace { level, position: start >> level });
        start += 1 << level;
    }
    places
}

fn range_root(source: &impl NodeSource, range: Range<u64>) -> Result<Hash, TreeError> {
    let mut hashes = Vec::new();
    for place in perfect_nodes(range) {
        hashes.push(source.node(place).ok_or(TreeError::Missing(place))?);
    }
    let mut from_right = hashes.into_iter().rev();
    let last = from_right.next().unwrap_or_else(empty_root);
    Ok(from_right.fold(last, |right, left| node_hash(&left, &right)))
}

/// The largest power of two below a width of at least two.
fn split(width: u64) -> u64 {
    1 << (u64::BITS - 1 - (width - 1).leading_zeros())
}

/// The ranges of leaves whose roots make the inclusion proof of an entry, from the leaf upwards (RFC 6962, section 2.1.1).
pub fn inclusion_ranges(index: u64, size: u64) -> Result<Vec<Range<u64>>, TreeError> {
    if index >= size {
        return Err(TreeError::Outside { index, size });
    }
    let mut whole = 0..size;
    let mut ranges = Vec::new();
    while whole.end - whole.start > 1 {
        let middle = whole.start + split(whole.end - whole.start);
        if index < middle {
            ranges.push(middle..whole.end);
            whole.end = middle;
        } else {
            ranges.push(whole.start..middle);
            whole.start = middle;
        }
    }
    ranges.reverse();
    Ok(ranges)
}

/// The ranges of leaves whose roots make the consistency proof of two sizes (RFC 6962, section 2.1.2).
pub fn consistency_ranges(old: u64, new: u64) -> Result<Vec<Range<u64>>, TreeError> {
    if old == 0 || old > new {
        return Err(TreeError::Outside { index: old, size: new });
    }
    let mut whole = 0..new;
    let mut ranges = Vec::new();
    let mut old_is_whole = true;
    while whole.end != old {
        let middle = whole.start + split(whole.end - whole.start);
        if old <= middle {
            ranges.push(middle..whole.end);
            whole.end = middle;
        } else {
            ranges.push(whole.start..middle);
            whole.start = middle;
            old_is_whole = false;
        }
    }
    if !old_is_whole {
        ranges.push(whole);
    }
    ranges.reverse();
    Ok(ranges)
}

/// The places of every node that some ranges need.
pub fn places_of(ranges: &[Range<u64>]) -> Vec<NodePlace> {
    ranges.iter().cloned().flat_map(perfect_nodes).collect()
}

/// The inclusion proof of an entry in the tree of a size.
pub fn inclusion_proof(source: &impl NodeSource, index: u64, size: u64) -> Result<Vec<Hash>, TreeError> {
    inclusion_ranges(index, size)?.into_iter().map(|range| range_root(source, range)).collect()
}

/// The consistency proof of two sizes; empty where they are equal.
pub fn consistency_proof(source: &impl NodeSource, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
    consistency_ranges(old, new)?.into_iter().map(|range| range_root(source, range)).collect()
}

/// The root of the tree of a size.
pub fn root(source: &impl NodeSource, size: u64) -> Result<Hash, TreeError> {
    range_root(source, 0..size)
}

/// The root that an inclusion proof leads to; `None` where the proof has the wrong length.
pub fn root_of_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Option<Hash> {
    let ranges = inclusion_ranges(index, size).ok()?;
    if ranges.len() != proof.len() {
        return None;
    }
    let climb = |hash: Hash, (range, sibling): (&Range<u64>, &Hash)| {
        if range.start > index { node_hash(&hash, sibling) } else { node_hash(sibling, &hash) }
    };
    Some(ranges.iter().zip(proof).fold(leaf, climb))
}

/// Whether an entry with this leaf hash stands at `index` of the tree of this size and root.
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    root_of_inclusion(leaf, index, size, proof).as_ref() == Some(root)
}

/// Whether the tree of the new size and root extends the tree of the old ones (RFC 9162, section 2.1.4.2).
pub fn verify_consistency(old: u64, old_root: &Hash, new: u64, new_root: &Hash, proof: &[Hash]) -> bool {
    if old == 0 || old > new {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    let mut proof = proof.iter();
    let (mut old_last, mut new_last) = (old - 1, new - 1);
    while old_last % 2 == 1 {
        old_last >>= 1;
        new_last >>= 1;
    }
    let first = if old.is_power_of_two() { Some(old_root) } else { proof.next() };
    let Some(first) = first else { return false };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in proof {
        if new_last == 0 {
            return false;
        }
        if old_last % 2 == 1 || old_last == new_last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while old_last % 2 == 0 && old_last != 0 {
                old_last >>= 1;
                new_last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        old_last >>= 1;
        new_last >>= 1;
    }
    new_last == 0 && old_hash == *old_root && new_hash == *new_root
}
