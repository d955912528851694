"""Small pure building blocks; no I/O and no business rules."""
