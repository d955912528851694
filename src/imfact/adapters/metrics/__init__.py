"""Metrics: counters, durations and gauges, by the names of contracts.metrics."""
