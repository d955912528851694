"""The heart: style, match, coherence, rules, calibration, bands, reasons; pure."""
