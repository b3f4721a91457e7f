"""Letters to write, check, print and post."""
