//! Where the tests across crates live: stories in `stories/`, the project held to its own rules in `project/`, the window in `e2e/`.
