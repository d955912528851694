"""notify: a run's end as a page in the lake and as messages to people."""
