"""One folder a capability: port.py beside its implementations."""
