"""The heart: what imfact says of a headline, and why. Pure; no I/O, no models, no clocks."""
