"""The text of a letter as a document, and the document as text: exactly the same."""

from collections.abc import Iterator

from PySide6.QtGui import (
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from ui.common.chip_object import chip_format, source_of
from ui.common.letter_marks import Mark, clean_text, cut
from ui.common.text import META, SECTION, STRONG, role_font
from ui.common.theme import colour

_BOLD = "**"
_LOCKED = 1


def put(cursor: QTextCursor, text: str) -> None:
    """Write text at a cursor, its marks as chips; one step back undoes it."""
    plain = QTextCharFormat()
    cursor.beginEditBlock()
    if cursor.hasSelection():
        cursor.removeSelectedText()
    for piece in cut(clean_text(text)):
        if isinstance(piece, Mark):
            cursor.insertText("\ufffc", chip_format(piece.source, plain))
        else:
            cursor.insertText(piece, plain)
    cursor.endEditBlock()


def text_of(document: QTextDocument, start: int = 0, end: int | None = None) -> str:
    """The text between two places of a document, its chips as they are written."""
    last = document.characterCount() - 1 if end is None else end
    lines = []
    block = document.findBlock(start)
    while block.isValid() and block.position() <= last:
        lines.append("".join(_of_block(block, start, last)))
        block = block.next()
    return clean_text("\n".join(lines))


def _of_block(block: QTextBlock, start: int, end: int) -> Iterator[str]:
    place = block.begin()
    while not place.atEnd():
        fragment = place.fragment()
        place += 1
        first = max(start - fragment.position(), 0)
        text = fragment.text()[first : max(end - fragment.position(), 0)]
        source = source_of(fragment.charFormat())
        yield source * len(text) if source else text


class LetterLooks(QSyntaxHighlighter):
    """Shows headings and bold words as such, and their signs quietly."""

    def highlightBlock(self, text: str) -> None:
        signs = QTextCharFormat()
        signs.setForeground(colour("text3"))
        heading = text.startswith("#")
        if heading:
            strong = _strong()
            if text.startswith("# "):
                strong.setFont(role_font(SECTION))
            self.setFormat(0, len(text), strong)
            quiet = _strong()
            quiet.setFont(role_font(META))
            quiet.setForeground(colour("text3"))
            self.setFormat(0, len(text) - len(text.lstrip("#")), quiet)
        elif text.startswith("- "):
            signs.setFont(role_font(STRONG))
            self.setFormat(0, 1, signs)
        if not heading:
            self._show_bold(text)
        self._shade_locked(text)

    def _shade_locked(self, text: str) -> None:
        """Lay a quiet ground under wording that the law gives, line after line."""
        locked = self.previousBlockState() == _LOCKED
        marks = self.currentBlock().begin()
        shaded: list[int] = []
        at = 0
        while not marks.atEnd():
            fragment = marks.fragment()
            marks += 1
            source = source_of(fragment.charFormat())
            if source.startswith("[[locked"):
                locked = True
            elif source.startswith("[[unlocked"):
                locked = False
            elif locked and not source:
                shaded.extend(range(at, at + fragment.length()))
            at += fragment.length()
        self.setCurrentBlockState(_LOCKED if locked else -1)
        for place in shaded:
            made = self.format(place)
            made.setBackground(colour("neutral_soft"))
            self.setFormat(place, 1, made)

    def _show_bold(self, text: str) -> None:
        signs = QTextCharFormat()
        signs.setForeground(colour("text3"))
        opened = text.find(_BOLD)
        while opened >= 0:
            closed = text.find(_BOLD, opened + 2)
            if closed < 0:
                return
            self.setFormat(opened, 2, signs)
            self.setFormat(opened + 2, closed - opened - 2, _strong())
            self.setFormat(closed, 2, signs)
            opened = text.find(_BOLD, closed + 2)


def _strong() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(role_font(STRONG))
    made.setForeground(colour("text"))
    return made
