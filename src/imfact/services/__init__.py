"""The two services, gateway (public) and ai (private), and the HTTP edge that both answer through."""
