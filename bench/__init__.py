"""Speed, each figure as a ratio to a baseline of the same run: machines are shared and noisy."""
