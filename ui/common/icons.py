"""The program's icons, by what they mean. They follow the theme by themselves."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.common import theme
from ui.common.glyphs import glyph_font, glyph_text

# Regular for things, filled for states. Names are those of Phosphor 1.3.
GLYPHS = {
    # states
    "late": "warning-octagon-fill",
    "soon": "clock-fill",
    "paused": "pause-circle-fill",
    "done": "check-circle-fill",
    "not_started": "circle-dashed",
    "blocked": "prohibit-fill",
    "held": "lock-fill",
    "open": "circle-fill",
    "to_do": "circle",
    "under_way": "circle-half",
    "missing": "warning-circle-fill",
    "warning": "warning-fill",
    "error": "warning-circle-fill",
    "info": "info-fill",
    "unsure": "question-fill",
    "checking": "magnifying-glass",
    "approval": "check-square-fill",
    "decided": "circle-wavy-check-fill",
    "print_queue": "printer-fill",
    "date": "calendar-blank",
    "draft": "note-pencil",
    "printed": "printer",
    "posted": "paper-plane-tilt",
    "sealed": "lock",
    # places
    "today": "sun-horizon",
    "cases": "folders",
    "disclosures": "shield-check",
    "letters": "envelope-simple",
    "people": "users",
    "registers": "books",
    "directory": "address-book",
    "reports": "chart-bar",
    "settings": "gear-six",
    "deadlines": "calculator",
    "lock": "lock-simple",
    "unlock": "lock-simple-open",
    "organisation": "envelope-simple-fill",
    # kinds
    "post": "envelope-simple",
    "case": "folder",
    "access": "file-text",
    "complaint": "chat-text",
    "enquiry": "chat-circle-dots",
    "correction": "pencil-simple",
    "erasure": "eraser",
    "restriction": "hand-palm",
    "transfer": "arrow-square-out",
    "objection": "hand",
    "parcel": "package",
    "client": "buildings",
    "link": "link",
    "stop": "hand-palm",
    "police": "shield-check",
    "court": "scales",
    "letter": "envelope-simple",
    "disclosure": "shield-check",
    "document": "file",
    "scan": "image",
    "note": "note-pencil",
    "call": "phone",
    "person": "user",
    "email": "at",
    "in_person": "handshake",
    "key": "key",
    "computer": "desktop",
    "clock": "clock",
    "returned": "envelope-open",
    "recipient": "identification-card",
    "envelope": "envelope-simple",
    # acts
    "add": "plus",
    "create": "plus-circle",
    "find": "magnifying-glass",
    "print": "printer",
    "edit": "pencil-simple",
    "back": "arrow-left",
    "next": "arrow-right",
    "up": "arrow-up",
    "down": "arrow-down",
    "undo": "arrow-u-up-left",
    "show": "eye",
    "hide": "eye-slash",
    "unfold": "caret-down",
    "fold": "caret-up",
    "enter": "caret-right",
    "previous": "caret-left",
    "close": "x",
    "tick": "check",
    "refuse": "prohibit",
    "help": "question",
    "restore": "clock-counter-clockwise",
    "reopen": "arrow-counter-clockwise",
    "open_folder": "folder-open",
    "try": "flask",
    "save": "floppy-disk",
    "remove": "trash",
    "attach": "paperclip",
    "import": "upload-simple",
    "export": "download-simple",
    "refresh": "arrow-clockwise",
    "zoom_in": "magnifying-glass-plus",
    "zoom_out": "magnifying-glass-minus",
    "copy": "copy",
    "filter": "funnel",
    "more": "dots-three",
    "view": "eye",
    "assign": "user-plus",
    "calendar": "calendar-blank",
    "ask_more": "chat-centered-text",
    "tell": "megaphone",
    "bold": "text-bolder",
    "list": "list-bullets",
    "code": "barcode",
    "sound": "speaker-high",
    "silent": "speaker-slash",
    "manifest": "list-numbers",
    "pause": "pause",
    "resume": "play",
}

NAV, BUTTON, ROW, HEADER, EMPTY = 20, 17, 16, 24, 40


def glyph(name: str) -> str:
    """The Phosphor name of a meaning; a Phosphor name stands for itself."""
    return GLYPHS.get(name, name)


def icon(name: str, colour: str = "text2") -> QIcon:
    """The icon of a meaning in a token's colour, read anew at each painting.

    A button shows it in the disabled grey when disabled. It is sharp at any scale
    and needs no remaking when the theme changes.
    """
    return QIcon(_TokenIcon(name, colour))


def paint_icon(painter: QPainter, box: QRect, name: str, colour: str | QColor) -> None:
    """Paint an icon to fill a square box, for delegates and painted widgets.

    `colour` is a token's name, or a colour already chosen.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour(colour) if isinstance(colour, str) else colour)
    painter.setFont(glyph_font(box.height()))
    centred = Qt.AlignmentFlag.AlignCenter
    painter.drawText(QRectF(box), int(centred), glyph_text(glyph(name)))
    painter.restore()


class _TokenIcon(QIconEngine):
    """Draws a glyph in the colour its token has at that moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        off = mode is QIcon.Mode.Disabled
        paint_icon(painter, rect, self._name, "text3" if off else self._colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _TokenIcon(self._name, self._colour)


class IconLabel(QWidget):
    """An icon alone, painted in its token's colour. Readers hear only its name."""

    def __init__(
        self,
        name: str,
        colour: str = "text2",
        size: int = ROW,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._colour = colour
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, colour: str | None = None) -> None:
        self._name = name
        self._colour = colour or self._colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRect(0, 0, self._size, self._size)
        box.moveCenter(self.rect().center())
        paint_icon(painter, box, self._name, self._colour)
        painter.end()
