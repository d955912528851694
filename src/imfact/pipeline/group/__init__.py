"""group: copies of one text and stories of one event, out of signatures and vectors → gateway."""
