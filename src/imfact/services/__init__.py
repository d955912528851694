"""The two services: gateway (public) and ai (private)."""
