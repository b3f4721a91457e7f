"""The commands of `isteam`: thin faces of the same services the window uses."""
