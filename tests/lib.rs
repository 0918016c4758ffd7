//! Stories across crates live in `stories/`, real faults in `faults/`; this library is only their home.
