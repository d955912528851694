"""The composition root: parts, stages and the sample newsroom, put together from the settings."""
