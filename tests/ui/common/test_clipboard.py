"""A secret does not stay on the clipboard, and what others copied is left alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest

from ui.common.clipboard import (
    SECONDS,
    WISHES,
    SecretOnClipboard,
    clear_secret,
    copy_secret,
)
from ui.common.fields import SecretField

SECRET = "quiet otters paint fences"  # noqa: S105  made up for this test


@pytest.fixture
def clipboard(qapp) -> Iterator[QClipboard]:
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    for kept in qapp.findChildren(SecretOnClipboard):
        kept.clear()
        kept.setParent(None)
    board.clear()


def kept() -> SecretOnClipboard:
    app = QCoreApplication.instance()
    assert app is not None
    found = app.findChildren(SecretOnClipboard)
    assert len(found) == 1, "there is one for the whole program"
    return found[0]


def test_it_goes_after_thirty_seconds(clipboard) -> None:
    copy_secret("first")
    copy_secret(SECRET)
    assert clipboard.text() == SECRET
    assert SECONDS == 30
    assert kept().timer.interval() == 30_000
    assert kept().timer.isActive()
    kept().timer.timeout.emit()
    assert clipboard.text() == ""
    assert not kept().timer.isActive()


def test_what_was_copied_since_stays(clipboard) -> None:
    copy_secret(SECRET)
    clipboard.setText("27 Lantern Row")
    kept().timer.timeout.emit()
    assert clipboard.text() == "27 Lantern Row"
    clear_secret()
    assert clipboard.text() == "27 Lantern Row"


@pytest.mark.parametrize("when", ["lock", "end of the program"])
def test_it_goes_at_once(clipboard, qapp, when) -> None:
    copy_secret(SECRET)
    if when == "lock":
        clear_secret()
    else:
        qapp.aboutToQuit.emit()
    assert clipboard.text() == ""


def test_clearing_without_a_secret_touches_nothing(clipboard) -> None:
    clipboard.setText("A note")
    clear_secret()
    assert clipboard.text() == "A note"


def test_systems_are_asked_to_keep_no_copy(clipboard) -> None:
    copy_secret(SECRET)
    data = clipboard.mimeData()
    assert {wish: data.data(wish).data() for wish in WISHES} == WISHES
    assert WISHES["x-kde-passwordManagerHint"] == b"secret"
    assert WISHES["CanIncludeInClipboardHistory"] == bytes(4)
    assert WISHES["CanUploadToCloudClipboard"] == bytes(4)


def test_the_secret_itself_is_not_held(clipboard) -> None:
    copy_secret(SECRET)
    held = [str(value) for value in vars(kept()).values()]
    assert not any(SECRET in value for value in held)


@pytest.mark.parametrize("shown", [False, True])
def test_no_key_copies_a_passphrase(qtbot, clipboard, shown) -> None:
    field = SecretField("Passphrase")
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.edit, SECRET)
    if shown:
        field._turn()  # noqa: SLF001  what the eye does
    field.edit.selectAll()
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_Insert):
        QTest.keyClick(field.edit, key, control)
    QTest.keyClick(field.edit, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert clipboard.text() == ""
    assert field.value() == SECRET
    menus = field.edit.contextMenuPolicy() == Qt.ContextMenuPolicy.DefaultContextMenu
    assert menus is not shown, "its menu could copy what is shown"
    clipboard.setText(" and badgers")
    field.edit.end(False)
    QTest.keyClick(field.edit, Qt.Key.Key_V, control)
    assert field.value() == f"{SECRET} and badgers", "pasting is no leak"
