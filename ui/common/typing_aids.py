"""Bold words and lists, written as the signs that the letter is made from."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from ui.common.rich_text import put, text_of

_BOLD, _ITEM = "**", "- "
_KEEP = QTextCursor.MoveMode.KeepAnchor


def chosen_text(edit: QTextEdit) -> str:
    """What is chosen, its chips as they are written."""
    cursor = edit.textCursor()
    return text_of(edit.document(), cursor.selectionStart(), cursor.selectionEnd())


def toggle_bold(edit: QTextEdit) -> None:
    """Make the chosen words bold or plain again; with none, be ready for bold ones."""
    cursor = edit.textCursor()
    if not cursor.hasSelection():
        cursor.insertText(_BOLD * 2)
        cursor.movePosition(QTextCursor.MoveOperation.Left, n=len(_BOLD))
        edit.setTextCursor(cursor)
        return
    chosen = chosen_text(edit)
    bare = chosen.removeprefix(_BOLD).removesuffix(_BOLD)
    is_bold = len(chosen) >= len(bare) + 2 * len(_BOLD)
    lines = [bare] if is_bold else [_bold(line) for line in chosen.split("\n")]
    _put_chosen(edit, "\n".join(lines))


def toggle_list(edit: QTextEdit) -> None:
    """Make each chosen line an item of a list, or all of them plain lines again."""
    chosen = edit.textCursor()
    document = edit.document()
    block = document.findBlock(chosen.selectionStart())
    last = document.findBlock(chosen.selectionEnd()).blockNumber()
    found = [
        document.findBlockByNumber(n) for n in range(block.blockNumber(), last + 1)
    ]
    plain = any(not one.text().startswith(_ITEM) for one in found)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for one in found:
        cursor.setPosition(one.position())
        if plain and not one.text().startswith(_ITEM):
            cursor.insertText(_ITEM)
        elif not plain:
            cursor.setPosition(one.position() + len(_ITEM), _KEEP)
            cursor.removeSelectedText()
    cursor.endEditBlock()


def _put_chosen(edit: QTextEdit, text: str) -> None:
    """Write in place of what is chosen, and choose what was written."""
    cursor = edit.textCursor()
    start = cursor.selectionStart()
    put(cursor, text)
    end = cursor.position()
    cursor.setPosition(start)
    cursor.setPosition(end, _KEEP)
    edit.setTextCursor(cursor)


def _bold(line: str) -> str:
    return f"{_BOLD}{line}{_BOLD}" if line.strip() else line
