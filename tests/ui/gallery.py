"""Shows every shared part on one page, to be held against the reference picture.

Run: python tests/ui/gallery.py FOLDER
"""

import sys
from datetime import date
from pathlib import Path

from picture_checks import findings, save_picture, settle
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ui.common import status, theme
from ui.common.buttons import (
    danger,
    filter_chip,
    icon_button,
    link,
    primary,
    quiet,
    secondary,
    tonal,
)
from ui.common.cards import Card, columns
from ui.common.chips import Chip
from ui.common.choice_fields import CheckField, ChoiceField, RadioField
from ui.common.date_field import DateField
from ui.common.dialogs import ReasonDialog
from ui.common.fields import AreaField, SecretField, TextField
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.text import label
from ui.common.theme import Theme
from ui.common.tokens import GAP, GAP_CARD

TODAY = date(2026, 11, 23)


def today() -> date:
    return TODAY


class Gallery(Page):
    """Every shared part once, in three columns."""

    def __init__(self) -> None:
        super().__init__("Components")
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD)
        for parts in (
            (_buttons(), _chips(), _form(), Note("info", *DRAFT)),
            (_notes(), _more_fields(), _swatches()),
            (_failed(), _sizes()),
        ):
            column = QVBoxLayout()
            column.setSpacing(GAP_CARD)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
            row.addLayout(column, 1)
        self.body.addLayout(row)


DRAFT = ("Draft restored", "Kept when the vault locked at 14:02.")


def _in_row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _buttons() -> Card:
    card = Card("Buttons")
    card.body.addLayout(
        _in_row(
            primary("Primary"),
            secondary("Secondary"),
            tonal("New", "add"),
            danger("Refuse", "refuse"),
        )
    )
    send, other = secondary("Send"), secondary("Other")
    send.setEnabled(False)
    other.setEnabled(False)
    card.body.addLayout(_in_row(send, other, quiet("Quiet"), link("Link")))
    on = filter_chip("Overdue")
    on.setChecked(True)
    card.body.addLayout(
        _in_row(on, filter_chip("Mine"), icon_button("zoom_in", "Zoom in"))
    )
    return card


def _chips() -> Card:
    card = Card("Status: icon, word, colour")
    card.body.addLayout(
        _in_row(
            *map(Chip, (status.OVERDUE, status.DUE_SOON, status.PAUSED, status.MISSING))
        )
    )
    card.body.addLayout(
        _in_row(
            *map(Chip, (status.MET, status.OPEN, status.NOT_STARTED, status.BLOCKED))
        )
    )
    late = status.due_status(date(2026, 11, 19), TODAY)
    near = status.due_status(TODAY, TODAY)
    card.body.addLayout(_in_row(Chip(late, filled=False), Chip(near, filled=False)))
    return card


def _form() -> Card:
    card = Card("Form")
    name = TextField("Name")
    name.set_value("Ms Saskia Trevanion")
    channel = ChoiceField("Channel", (("post", "Post"), ("email", "Email")))
    card.body.addLayout(columns(name, channel))
    received = DateField("Received at any site", today, width=0, required=True)
    received.set_text("31 Feb 2026")
    card.body.addWidget(received)
    acting = CheckField("Acting for somebody else")
    acting.set_value(True)
    card.body.addWidget(acting)
    told = RadioField(
        "Tell the person",
        (("may", "May be told"), ("must_not", "Must not be told")),
    )
    told.set_value("must_not")
    card.body.addWidget(told)
    return card


def _more_fields() -> Card:
    card = Card("More fields", meta="help and empty states")
    secret = SecretField("Passphrase", hero=True, help_text="Five words or more.")
    secret.set_value("correct horse")
    summary = AreaField("Summary", placeholder="What they say, in a line or two")
    dated = DateField("Date on the letter", today)
    dated.set_text("17 nov")
    theirs = TextField("Their reference", placeholder="None", width=112)
    card.body.addWidget(secret)
    card.body.addLayout(columns(dated, theirs, stretch=(0, 1)))
    card.body.addWidget(summary)
    return card


def _notes() -> QFrame:
    frame = QFrame()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_CARD)
    column.addWidget(
        Note(
            "warn",
            "Sam Okafor changed this at 14:03",
            "Compare the two versions field by field before saving.",
        )
    )
    column.addWidget(
        Note("ok", "Posted", "Six letters, first class.", buttons=(link("Undo"),))
    )
    return frame


def _failed() -> Note:
    return Note(
        "danger",
        "The backup drive did not answer",
        "Your work is saved. The last good backup is Sun 22 Nov 2026, 21:00. "
        "Connect the drive, then try again.",
        buttons=(secondary("Try again"), quiet("Choose another place")),
        below=True,
    )


def _swatches() -> Card:
    card = Card()
    grid = QGridLayout()
    names = ("bg", "surface", "sunken", "accent", "accent_soft")
    names += ("ok", "warn", "danger", "pause", "text")
    for place, name in enumerate(names):
        box = QFrame()
        box.setFixedHeight(20)
        box.setStyleSheet(
            f"background: {theme.colour(name).name()}; border-radius: 4px;"
        )
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(box)
        cell.addWidget(label(name.replace("_", " "), "meta"))
        grid.addLayout(cell, place // 5, place % 5)
    card.body.addLayout(grid)
    return card


def _sizes() -> Card:
    card = Card()
    card.body.addLayout(
        _in_row(
            label("21", "number"),
            label("Page 15", "title"),
            label("Section 11", "section"),
            label("Body 10"),
            label("Meta 9", "meta"),
        )
    )
    card.body.addWidget(label("1111 0000 tabular, 2026-00042", tnum=True))
    return card


def main(folder: Path) -> None:
    app = QApplication([])
    look = Theme("light")
    look.apply(app)
    for choice in ("light", "dark"):
        look.set_choice(choice)
        page = Gallery()
        settle(page, (1280, 800))
        page.show()
        save_picture(page, folder / f"gallery-{choice}.png")
        for line in findings(page):
            print(choice, line)  # noqa: T201  # run by hand
        dialog = ReasonDialog(
            page,
            "Refuse this request?",
            "Eastbridge Constabulary, D-2026-00032. A neutral letter is made for you "
            "to check. Nothing is sent until it is approved, and the decision can be "
            "reopened.",
            act="Refuse",
            choices=(("none", "The instrument needed was not given"),),
        )
        dialog.show()
        save_picture(dialog, folder / f"dialog-{choice}.png")
        for line in findings(dialog):
            print(choice, line)  # noqa: T201  # run by hand


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"))
