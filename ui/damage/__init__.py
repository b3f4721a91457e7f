"""What the window shows when a vault is not whole, and the ways on from there."""
