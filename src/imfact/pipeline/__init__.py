"""The stages; none imports another."""
