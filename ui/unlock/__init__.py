"""Opening a vault, making one, and locking it again."""
