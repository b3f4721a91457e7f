"""Where a team begins: create a vault, open one, or try the demonstration."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app import places
from isteam_app.errors import IsteamError
from isteam_app.services.unlock import create, local_now
from ui.common.background import Background
from ui.common.icons import IconLabel
from ui.common.printing import Printing, printing_here
from ui.common.restore_card import RestoreCard
from ui.common.text import BODY, META, SECTION, TITLE, label, paragraph
from ui.common.tokens import GAP, GAP_ROW, MARGIN
from ui.unlock.choice_card import ChoiceCard
from ui.unlock.create_card import Create, CreateCard
from ui.unlock.demonstration import Demonstration
from ui.unlock.other_cards import DemoCard, OpenCard
from ui.unlock.words import version_words

CREATE, OPEN, RESTORE, DEMO = "create", "open", "restore", "demo"
_WIDE, _MIDDLE, _LOW = 1200, 1000, 600


class FirstRunPage(QWidget):
    """Choices at the left, what the chosen one needs at the right."""

    unlocked = Signal(object)  # the Session of a vault just created
    open_wanted = Signal()
    vault_wanted = Signal(object)  # the Path of a vault just restored

    def __init__(
        self,
        background: Background,
        demonstration: Demonstration,
        *,
        now: Callable[[], datetime] = local_now,
        create: Create = create,
        folder: Path | None = None,
        printing: Printing | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.creating = CreateCard(
            background,
            create=create,
            now=now,
            folder=folder or places.vaults(),
            printing=printing or printing_here(),
        )
        self.opening = OpenCard()
        self.restoring = RestoreCard(
            background, now, folder or places.vaults(), padding=MARGIN
        )
        self.trying = DemoCard()
        self._cards: dict[str, QWidget] = {
            CREATE: self.creating,
            OPEN: self.opening,
            RESTORE: self.restoring,
            DEMO: self.trying,
        }
        self.choices = {choice.key: choice for choice in _choices()}
        self._lay_out()
        self._follow(demonstration)
        for choice in self.choices.values():
            choice.clicked.connect(self._choose)
        self.creating.finished.connect(self.unlocked)
        self.creating.left.connect(self._leave)
        self.opening.open_wanted.connect(self.open_wanted)
        self.restoring.open_wanted.connect(self.vault_wanted)
        self._wanted = CREATE
        self.show_choice(CREATE)

    def show_choice(self, key: str) -> None:
        """Show what one choice needs."""
        self._wanted = key
        self.choices[key].setChecked(True)
        for name, card in self._cards.items():
            card.setVisible(name == key)

    def first_focus(self) -> QWidget:
        return self.choices[self._wanted]

    def close_unfinished(self) -> None:
        self.creating.close_unfinished()

    @Slot()
    def _choose(self) -> None:
        chosen = next(key for key, choice in self.choices.items() if choice.isChecked())
        if chosen != CREATE and self.creating.is_half_done:
            self.show_choice(CREATE)
            self._asked_for = chosen
            self.creating.warn()
            return
        self.show_choice(chosen)
        if chosen == CREATE:
            self.creating.take_focus()

    @Slot()
    def _leave(self) -> None:
        self.show_choice(self._asked_for)
        self.choices[self._asked_for].setFocus(Qt.FocusReason.OtherFocusReason)
        self.creating.start_again()

    def _follow(self, demonstration: Demonstration) -> None:
        self.trying.start_wanted.connect(demonstration.start)
        self.trying.cancel_wanted.connect(demonstration.cancel)
        demonstration.begun.connect(self._show_demo)
        demonstration.progressed.connect(self.trying.show_progress)
        demonstration.made.connect(self.trying.show_idle)
        demonstration.cancelled.connect(self.trying.show_idle)
        demonstration.failed.connect(self._show_trouble)

    @Slot()
    def _show_demo(self) -> None:
        self.show_choice(DEMO)
        self.trying.show_working()

    @Slot(object)
    def _show_trouble(self, error: IsteamError) -> None:
        self.trying.show_trouble(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        side = 104 if width >= _WIDE else 48 if width >= _MIDDLE else MARGIN
        height = event.size().height()
        tall = height >= 700
        self._mark.setHidden(height < _LOW)
        self.creating.set_low(height < _LOW)
        self._middle.setContentsMargins(side, 56 if tall else GAP_ROW, side, GAP_ROW)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, MARGIN, 0, 16)
        whole.setSpacing(0)
        self._mark = QWidget()
        head = QHBoxLayout(self._mark)
        head.setContentsMargins(40, 0, 40, 0)
        head.setSpacing(GAP_ROW)
        head.addWidget(IconLabel("organisation", "accent_text", 24))
        head.addWidget(label("ISTeam", SECTION))
        head.addStretch(1)
        whole.addWidget(self._mark)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(40)
        self._middle.addLayout(self._left(), 10)
        right = QVBoxLayout()
        for card in self._cards.values():
            right.addWidget(card)
        right.addStretch(1)
        self._middle.addLayout(right, 12)
        whole.addLayout(self._middle, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(40, 0, 40, 0)
        foot.addWidget(label(version_words(), META))
        foot.addStretch(1)
        foot.addWidget(label("Works without a network", META))
        whole.addLayout(foot)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(GAP_ROW)
        title = label("Set up the vault", TITLE)
        self.setAccessibleName(title.text())
        column.addWidget(title)
        column.addWidget(
            paragraph(
                "Every case, letter and scan is kept in one encrypted vault. Nothing "
                "is sent to the internet.",
                BODY,
                tone="text2",
            )
        )
        column.addSpacing(GAP)
        for choice in self.choices.values():
            column.addWidget(choice)
        column.addStretch(1)
        return column


def _choices() -> tuple[ChoiceCard, ...]:
    return (
        ChoiceCard(
            CREATE,
            "create",
            "Create a new vault",
            "For a team starting today. Takes five minutes.",
        ),
        ChoiceCard(
            OPEN,
            "open_folder",
            "Open an existing vault",
            "Already on this computer.",
        ),
        ChoiceCard(
            RESTORE,
            "restore",
            "Restore a backup",
            "With nothing but the file and a passphrase or the recovery key.",
        ),
        ChoiceCard(
            DEMO,
            "try",
            "Try the demonstration",
            "Made-up people only. Marked DEMO on every page.",
        ),
    )
