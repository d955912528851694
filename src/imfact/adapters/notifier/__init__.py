"""Where a run's end is told: one port, an implementation a channel."""
