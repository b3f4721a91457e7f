"""Third-party requests: the register, and the page of one request."""
