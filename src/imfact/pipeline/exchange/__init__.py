"""Web archives and files of articles, in and out; not part of a run."""
