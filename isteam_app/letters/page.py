"""The sheet of paper a letter is set on. Millimetres from the top left."""

from isteam_app.domain.envelopes import POINTS_PER_MM as POINTS_PER_MM
from isteam_app.domain.envelopes import SHEET_HEIGHT, SHEET_WIDTH

PAGE_WIDTH = SHEET_WIDTH
PAGE_HEIGHT = SHEET_HEIGHT
LEFT = 20.0
RIGHT = 190.0
SIDE_COLUMN = 132.0
"""Where the sender's address and the references stand, clear of every window."""
