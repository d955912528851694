"""Policy in the config bucket: defaults put there once, then read and checked; never judged here."""
