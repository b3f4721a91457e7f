"""What the program and the process that opens files say to each other.

Requests and answers have fixed heads. The process has read a hostile file by the time
it answers, so no answer is believed: reasons are numbers with sentences of our own,
and a picture has exactly the size that was asked for.
"""

import struct
from enum import IntEnum

REQUEST = struct.Struct("<BIIIB")
"""What is asked; then for a file its length, or of a page its number, width, height
and quarter turns."""
ANSWER = struct.Struct("<BIQ")
"""What it is, the reason or number of pages, and the length of what follows."""
SIZE = struct.Struct("<ff")
"""Width and height of a page in points."""


class Asked(IntEnum):
    """What the process can be asked."""

    OPEN = 1
    PAINT = 2


class Answered(IntEnum):
    """What it can answer."""

    PAGES = 1
    PICTURE = 2
    REFUSED = 3


class Reason(IntEnum):
    """Why a file or a page cannot be shown."""

    DAMAGED = 1
    PASSWORD = 2
    TOO_MANY_PAGES = 3
    TOO_MANY_PIXELS = 4
    MEMORY = 5
    TIME = 6
    BROKE = 7
    NOT_STARTED = 8
