"""What must travel in the wheel so that a clone works at once."""
