"""index: judged articles into the search indices; incremental, or a new version beside."""
