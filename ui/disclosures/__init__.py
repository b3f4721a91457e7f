"""Third-party requests and what was disclosed."""
