"""The model registry: immutable versions in the models bucket, and the pointer to the current one."""
