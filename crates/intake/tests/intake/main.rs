//! Intake's behaviour on whole files.

mod reference;
