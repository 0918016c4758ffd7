//! Rows of one moment, put into an order in which their balances close.
//!
//! A row leads from the balance before it, which is its own less what it moved, to its own. Rows of one moment close in some order
//! where a path goes along each of them once, beginning at the balance that the moment before ended with: the path that Euler
//! asked for. Whether there is one follows from how often each balance is left and reached and from whether all hang together.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use chrono::NaiveDateTime;

use crate::statement::Transaction;

use super::balances::{effect, stated};

/// The balances an account can have at some point, as stated: `None` where nothing is known yet.
#[derive(Default)]
struct Known(Option<BTreeSet<i128>>);

impl Known {
    fn one(balance: i128) -> Self {
        Known(Some(BTreeSet::from([balance])))
    }

    fn values(&self) -> impl Iterator<Item = i128> {
        self.0.iter().flatten().copied()
    }

    fn allows(&self, balance: i128, rounding: i128) -> bool {
        self.0.is_none() || self.values().any(|known| (known - balance).abs() <= rounding)
    }

    fn moved(&mut self, fen: i128) {
        if let Some(known) = &mut self.0 {
            *known = known.iter().map(|balance| balance + fen).collect();
        }
    }
}

/// How the rows of one moment close.
enum Way {
    /// From one balance to another, in whatever order.
    Between(i128, i128),
    /// Back to where they began, which can be any of these.
    Round(BTreeSet<i128>),
    /// Not at all.
    None,
}

/// One moment's rows with how they close.
struct Moment<'t> {
    rows: Vec<&'t Transaction>,
    steps: Vec<(i128, i128)>,
    way: Way,
}

/// Sorts rows by moment, the rows of each in an order in which their balances close where there is one, and gives the lines of
/// rows whose balance does not follow. Balances no further apart than `rounding` are taken for the same.
pub(super) fn reorder<'t>(rows: &[&'t Transaction], rounding: i128) -> (Vec<&'t Transaction>, Vec<u32>) {
    let mut known = Known::default();
    let mut broken = Vec::new();
    let mut moments = Vec::new();
    for rows in by_moment(rows) {
        moments.push(close(rows, &mut known, rounding, &mut broken));
    }
    // Going back, each moment that could begin anywhere begins where the one after it needs it to have ended.
    let mut wanted: Option<i128> = None;
    for moment in moments.iter_mut().rev() {
        let start = match &moment.way {
            Way::Between(from, _) => Some(*from),
            Way::Round(starts) => {
                let stands = moment.steps.first().map(|(from, _)| *from);
                let near =
                    |wanted: i128| starts.iter().copied().find(|start| (start - wanted).abs() <= rounding);
                wanted.and_then(near).or(stands.and_then(near)).or_else(|| starts.first().copied())
            }
            Way::None => None,
        };
        if let Some(start) = start {
            moment.rows = walk(&moment.rows, &moment.steps, start);
        }
        wanted = moment.rows.first().and_then(|row| before(row));
    }
    (moments.into_iter().flat_map(|moment| moment.rows).collect(), broken)
}

/// The rows of each moment: of each day where any row lacks a time of day, else of each second.
fn by_moment<'t>(rows: &[&'t Transaction]) -> impl Iterator<Item = Vec<&'t Transaction>> + use<'t> {
    let timed = rows.iter().all(|row| row.has_time);
    let key = |row: &Transaction| -> NaiveDateTime { if timed { row.at } else { row.at.date().into() } };
    let mut moments: BTreeMap<NaiveDateTime, Vec<&Transaction>> = BTreeMap::new();
    for row in rows {
        moments.entry(key(row)).or_default().push(row);
    }
    moments.into_values()
}

/// The balance that a row's own follows from.
fn before(row: &Transaction) -> Option<i128> {
    Some(stated(row)? - effect(row))
}

/// What stands for each balance: itself, or the least of those that rounding cannot tell apart.
fn names(steps: &[(i128, i128)], known: &Known, rounding: i128) -> HashMap<i128, i128> {
    let ends = steps.iter().flat_map(|(from, to)| [*from, *to]);
    let values: BTreeSet<i128> = ends.chain(known.values()).collect();
    let mut names = HashMap::with_capacity(values.len());
    let mut last: Option<(i128, i128)> = None;
    for value in values {
        let name = last.filter(|(last, _)| value - last <= rounding).map_or(value, |(_, name)| name);
        names.insert(value, name);
        last = Some((value, name));
    }
    names
}

fn close<'t>(
    rows: Vec<&'t Transaction>,
    known: &mut Known,
    rounding: i128,
    broken: &mut Vec<u32>,
) -> Moment<'t> {
    let stated_steps: Option<Vec<(i128, i128)>> =
        rows.iter().map(|row| Some((before(row)?, stated(row)?))).collect();
    let Some(stated_steps) = stated_steps else {
        broken.extend(in_turn(&rows, known, rounding));
        return Moment { rows, steps: Vec::new(), way: Way::None };
    };
    let names = names(&stated_steps, known, rounding);
    let steps: Vec<(i128, i128)> = stated_steps.iter().map(|(from, to)| (names[from], names[to])).collect();
    let can_be: BTreeSet<i128> = known.values().map(|balance| names[&balance]).collect();
    let allowed = |balance: &i128| known.0.is_none() || can_be.contains(balance);
    // What follows must follow from a balance as it is stated, so that roundings do not add up.
    let stated_as = |ends: &dyn Fn(i128) -> bool| {
        let to = stated_steps.iter().map(|(_, to)| *to).filter(|to| ends(names[to]));
        Known(Some(to.collect()))
    };
    let way = match way(&steps) {
        Way::Between(from, to) if allowed(&from) => {
            *known = stated_as(&|end| end == to);
            Way::Between(from, to)
        }
        Way::Round(mut starts) if starts.iter().any(allowed) => {
            starts.retain(allowed);
            *known = stated_as(&|end| starts.contains(&end));
            Way::Round(starts)
        }
        Way::Between(..) | Way::Round(_) | Way::None => Way::None,
    };
    match way {
        Way::None => {
            let rows = nearest(&rows, &steps, &can_be, known, broken);
            Moment { rows, steps: Vec::new(), way: Way::None }
        }
        way => Moment { rows, steps, way },
    }
}

/// How steps close by themselves.
fn way(steps: &[(i128, i128)]) -> Way {
    let mut left: BTreeMap<i128, i64> = BTreeMap::new();
    for (from, to) in steps {
        *left.entry(*from).or_default() += 1;
        *left.entry(*to).or_default() -= 1;
    }
    if !hang_together(steps) {
        return Way::None;
    }
    let uneven: Vec<(i128, i64)> =
        left.iter().filter(|(_, times)| **times != 0).map(|(balance, times)| (*balance, *times)).collect();
    match uneven.as_slice() {
        [] => Way::Round(left.into_keys().collect()),
        [(from, 1), (to, -1)] | [(to, -1), (from, 1)] => Way::Between(*from, *to),
        _ => Way::None,
    }
}

/// Whether every balance can be reached from every other along the steps, either way.
fn hang_together(steps: &[(i128, i128)]) -> bool {
    let mut beside: HashMap<i128, Vec<i128>> = HashMap::new();
    for (from, to) in steps {
        beside.entry(*from).or_default().push(*to);
        beside.entry(*to).or_default().push(*from);
    }
    let Some((start, _)) = steps.first() else { return true };
    let mut seen = BTreeSet::from([*start]);
    let mut open = vec![*start];
    while let Some(balance) = open.pop() {
        for next in beside.get(&balance).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    seen.len() == beside.len()
}

/// Steps by the balance they begin from, those that stand first taken first.
fn leaving(steps: &[(i128, i128)]) -> HashMap<i128, VecDeque<usize>> {
    let mut leaving: HashMap<i128, VecDeque<usize>> = HashMap::new();
    for (index, (from, _)) in steps.iter().enumerate() {
        leaving.entry(*from).or_default().push_back(index);
    }
    leaving
}

/// Goes along every row once from a balance that such a path begins with (Hierholzer's way: whoever is stuck goes back to the
/// last balance with rows left). As they stand, where they close so.
fn walk<'t>(rows: &[&'t Transaction], steps: &[(i128, i128)], start: i128) -> Vec<&'t Transaction> {
    let mut balance = start;
    let as_they_stand = steps.iter().all(|(from, to)| {
        let follows = *from == balance;
        balance = *to;
        follows
    });
    if as_they_stand {
        return rows.to_vec();
    }
    let mut leaving = leaving(steps);
    let mut open: Vec<(i128, Option<usize>)> = vec![(start, None)];
    let mut path = Vec::with_capacity(rows.len());
    while let Some((balance, along)) = open.last().copied() {
        if let Some(next) = leaving.get_mut(&balance).and_then(VecDeque::pop_front) {
            open.push((steps[next].1, Some(next)));
        } else {
            path.extend(along);
            open.pop();
        }
    }
    path.reverse();
    debug_assert_eq!(path.len(), rows.len(), "a path along steps that close leaves none out");
    path.into_iter().map(|index| rows[index]).collect()
}

/// Rows that close in no order, each after one that it follows from as long as there is one; the others are broken.
fn nearest<'t>(
    rows: &[&'t Transaction],
    steps: &[(i128, i128)],
    can_be: &BTreeSet<i128>,
    known: &mut Known,
    broken: &mut Vec<u32>,
) -> Vec<&'t Transaction> {
    let mut leaving = leaving(steps);
    let mut taken = vec![false; rows.len()];
    let mut ordered = Vec::with_capacity(rows.len());
    let mut ends = BTreeSet::new();
    let mut first_left = 0;
    let begin = steps.iter().map(|(from, _)| *from).find(|from| known.0.is_none() || can_be.contains(from));
    let mut at: Option<(i128, Option<i128>)> = begin.or_else(|| can_be.first().copied()).map(|at| (at, None));
    while ordered.len() < rows.len() {
        let follows = at.and_then(|(balance, _)| leaving.get_mut(&balance)?.pop_front());
        let next = follows.unwrap_or_else(|| {
            ends.extend(at.and_then(|(_, stated)| stated));
            while taken[first_left] {
                first_left += 1;
            }
            broken.push(rows[first_left].line);
            if let Some(waiting) = leaving.get_mut(&steps[first_left].0) {
                // Those before it are taken, so it waits in front.
                waiting.pop_front();
            }
            first_left
        });
        taken[next] = true;
        at = Some((steps[next].1, stated(rows[next])));
        ordered.push(rows[next]);
    }
    ends.extend(at.and_then(|(_, stated)| stated));
    *known = Known(Some(ends));
    ordered
}

/// Rows of which some hide their balance, as they stand: the lines that do not follow.
fn in_turn(rows: &[&Transaction], known: &mut Known, rounding: i128) -> Vec<u32> {
    let mut lines = Vec::new();
    for row in rows {
        known.moved(effect(row));
        if let Some(balance) = stated(row) {
            if !known.allows(balance, rounding) {
                lines.push(row.line);
            }
            *known = Known::one(balance);
        }
    }
    lines
}
