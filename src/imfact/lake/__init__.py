"""The data lake: zones, keys, manifests, quarantine."""
