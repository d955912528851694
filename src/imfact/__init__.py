"""imfact: how far a Korean news headline can be trusted, with its reasons."""

__version__ = "0.1.0"
