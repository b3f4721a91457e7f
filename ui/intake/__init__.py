"""A new item of post."""
