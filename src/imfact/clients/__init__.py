"""Typed HTTP clients of the two services; the same over network and in-process."""
