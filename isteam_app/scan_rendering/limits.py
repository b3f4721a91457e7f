"""How much a file from outside may ask for before it counts as hostile."""

LARGEST = 100 * 1024 * 1024
"""The largest file that is read, in bytes."""
MEMORY = 512 * 1024 * 1024
"""What opening it may take, in bytes, besides the bare process and the file."""
PAGES = 500
PIXELS = 100_000_000
"""The most pixels in one picture."""
PAINTED = 16_000_000
"""The most pixels a page is painted with: A4 at 400 dpi."""
SIDE = 8_192
"""The longest side of a painted page, in pixels."""

OPENING = 10.0
PAINTING = 10.0
WHOLE = 30.0
"""Seconds: to open a file, to paint a page, and that a file may waste in all."""
DEATHS = 3
"""How often the process may die of a file before the file is given up."""
IDLE = 20.0
"""Seconds after which the process ends when no page is wanted."""
