//! Identity checks: structure, dates, ranges and links, table-driven and offline.
