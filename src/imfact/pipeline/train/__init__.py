"""The side loop: labels and features to versions of the registry. The only home of torch."""
