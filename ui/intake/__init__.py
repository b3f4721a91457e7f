"""A new item of post: what came, from whom, when, and what it asks."""
