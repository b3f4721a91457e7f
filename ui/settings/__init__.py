"""What the company may change."""
