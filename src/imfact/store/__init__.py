"""One small object-store layer under lake, registry and policy."""
