//! A small part of a marked-up file, held as a tree: one entry, one balance, one account at a time.

/// The deepest nesting read.
pub(super) const DEPTH_MAX: usize = 64;
/// The longest text of one element, in bytes.
pub(super) const TEXT_BYTES_MAX: usize = 64 * 1024;

/// An element with what it holds. Names are without their namespace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    /// The attribute `Ccy`, which is the only one that statements use.
    pub(super) currency: Option<String>,
    /// Its own text, trimmed.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
    /// The line it begins on.
    pub(super) line: u32,
}

impl Element {
    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of a name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element that a path of names leads to, by the first child of each.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The text a path leads to; `None` where there is none or it is empty.
    pub(super) fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path).map(|element| element.text.as_str()).filter(|text| !text.is_empty())
    }

    /// The same as an owned text.
    pub(super) fn said(&self, path: &[&str]) -> Option<String> {
        self.text_at(path).map(str::to_owned)
    }

    /// The first child that has one of several names.
    pub(super) fn first_child(&self, names: &[&str]) -> Option<&Element> {
        names.iter().find_map(|name| self.child(name))
    }

    /// The first text that one of several children has.
    pub(super) fn first_of(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.text_at(&[name]))
    }
}
