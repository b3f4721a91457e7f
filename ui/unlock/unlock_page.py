"""The page in front of a vault: one passphrase, and a way out of every refusal."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from isteam_app.errors import (
    IsteamError,
    NotRemembered,
    RuleBroken,
    VaultDamaged,
    VaultForeign,
    VaultMissing,
    VaultTooNew,
    WrongPassphrase,
)
from isteam_app.progress import Progress
from isteam_app.services.damage import Key
from isteam_app.services.look_only import look, may_look, must_look_only
from isteam_app.services.session import Session
from isteam_app.services.unlock import (
    describe,
    local_now,
    unlock,
    unlock_with_recovery_key,
)
from ui.common.background import Background, Job
from ui.common.buttons import Button, link, secondary
from ui.common.cards import scrolled
from ui.common.notes import Note
from ui.common.speech import announce
from ui.common.text import META, label, paragraph
from ui.common.tokens import GAP_CARD, MARGIN
from ui.unlock.remembered_part import RememberedPart
from ui.unlock.unlock_card import UnlockCard
from ui.unlock.words import version_words

_OTHER = (VaultMissing, VaultForeign, VaultTooNew)
"""Refusals that trying again cannot change."""


class UnlockPage(QWidget):
    """Opens the vault shown with a passphrase, or with the printed recovery key."""

    unlocked = Signal(object)  # the Session
    other_wanted = Signal()
    restore_wanted = Signal()
    set_up_wanted = Signal()
    demo_wanted = Signal()
    damage_wanted = Signal(object, object)  # the folder, and why it did not open

    def __init__(
        self,
        background: Background,
        now: Callable[[], datetime] = local_now,
        parent: QWidget | None = None,
        *,
        remembered: RememberedPart | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._now = now
        self.remembered = remembered or RememberedPart(background, now)
        self._folder = Path()
        self._working = False
        self._refused: IsteamError | None = None
        self._make_parts()
        self._lay_out()
        self._card.ask(self.passphrase)
        self.passphrase.edit.returnPressed.connect(self.try_it)
        self.recovery_key.edit.returnPressed.connect(self.try_it)
        self.unlock_button.clicked.connect(self.try_it)
        self.switch.clicked.connect(self._turn)
        self.remembered.begun.connect(self._go_on_typing)
        self.remembered.opening.connect(self._wait)
        self.remembered.opened.connect(self._open)
        self.remembered.failed.connect(self._go_on_without)
        for button, wanted in (
            (self.other_button, self.other_wanted),
            (self.restore_button, self.restore_wanted),
            (self.set_up_button, self.set_up_wanted),
            (self.demo_button, self.demo_wanted),
        ):
            button.clicked.connect(wanted)

    @property
    def folder(self) -> Path:
        return self._folder

    def show_vault(
        self, folder: Path, *, last_opened: str = "", said: str = "", hint: str = ""
    ) -> None:
        """Stand in front of a vault.

        `said` is one line at the foot, such as when and why it was locked; `hint`
        stands under the passphrase.
        """
        self._folder = folder
        self._card.ask(self.passphrase)
        self._card.forget()
        self.passphrase.set_help(hint)
        self._card.show_place(folder, last_opened)
        self.said.setText(said)
        self._card.say(None)
        self._look_at_it()

    def first_focus(self) -> QWidget:
        return self._card.asked.input

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing secret stays typed on a page that nobody looks at."""
        super().hideEvent(event)
        self.remembered.stop()
        if not self._working:
            self._card.forget()

    @Slot()
    def try_it(self) -> None:
        """Try what is typed; the vault is opened on the worker."""
        if self._working:
            return
        self.remembered.stop()
        self._card.say(None)
        self._card.asked.clear_problem()
        job = Job(self._attempt())
        job.succeeded.connect(self._open)
        job.failed.connect(self.refuse)
        self._set_working(True)
        self._background.start(job)

    def _attempt(self) -> Callable[[Progress], Session]:
        folder, now = self._folder, self._now
        if not self._card.is_by_key:
            typed = self.passphrase.value()
            return lambda _: unlock(folder, typed, now)
        key = self.recovery_key.value()
        return lambda _: unlock_with_recovery_key(folder, key, now)

    @Slot()
    def look_only(self) -> None:
        """Open the vault with what is typed, to look at it and change nothing."""
        why = self._refused
        if self._working or why is None:
            return
        typed, folder, now = self._card.asked.value(), self._folder, self._now
        if not typed:
            what = "recovery key" if self._card.is_by_key else "passphrase"
            self._card.asked.show_problem(f"Type your {what}, then press Look only.")
            self._card.asked.focus_field()
            return
        by_key = self._card.is_by_key
        key = Key(recovery_key=typed) if by_key else Key(passphrase=typed)
        self._card.asked.clear_problem()
        job = Job(lambda _: look(folder, key, why, now))
        job.succeeded.connect(self._open)
        job.failed.connect(self.refuse)
        self._set_working(True)
        self._background.start(job)

    @Slot()
    def _ask_for_help(self) -> None:
        self.damage_wanted.emit(self._folder, self._refused)

    @Slot(object)
    def _open(self, session: Session) -> None:
        self._set_working(False)
        self._card.forget()
        self.unlocked.emit(session)

    @Slot(object)
    def refuse(self, error: IsteamError) -> None:
        """Say why the vault did not open, and what helps."""
        self._set_working(False)
        if isinstance(error, WrongPassphrase | RuleBroken):
            self._card.asked.show_problem(str(error))
        else:
            self._card.say(self._way_out(error))
        self._card.asked.focus_field()
        self._card.asked.edit.selectAll()

    @Slot()
    def _go_on_typing(self) -> None:
        """The keyring is asked; the passphrase can be typed meanwhile."""
        self._card.say(None)
        self._card.ask(self.passphrase)
        self.passphrase.clear_problem()
        self.passphrase.focus_field()

    @Slot()
    def _wait(self) -> None:
        self._set_working(True)

    @Slot(object)
    def _go_on_without(self, error: IsteamError) -> None:
        """Say why this computer could not unlock it, and leave what is typed alone."""
        if not isinstance(error, NotRemembered):
            self.refuse(error)
            return
        self._set_working(False)
        self._card.say(Note("warn", error.title, str(error)))
        announce(self, f"{error.title}. {error}")
        self._card.asked.focus_field()

    def _way_out(self, error: IsteamError) -> Note:
        """Each refusal with its own sentence and the steps that help."""
        self._refused = error
        if isinstance(error, _OTHER):
            first = secondary("Open another vault", "open_folder")
            first.clicked.connect(self.other_wanted)
        else:
            first = secondary("Try again", "refresh")
            first.clicked.connect(self._look_again)
        buttons = [first]
        other_way = may_look(error) and not isinstance(error, VaultDamaged)
        if isinstance(error, VaultDamaged):
            other = secondary("What you can do", "help")
            other.clicked.connect(self._ask_for_help)
            buttons.insert(0, other)
        elif other_way:
            other = secondary("Look only", "view")
            other.clicked.connect(self.look_only)
            buttons.append(other)
        tone = "warn" if other_way else "danger"
        return Note(tone, error.title, str(error), buttons=buttons, below=True)

    @Slot()
    def _look_again(self) -> None:
        self._card.say(None)
        self._look_at_it()
        self._card.asked.focus_field()

    def _look_at_it(self) -> None:
        """Say which vault it is, or why it cannot be opened, before anybody types."""
        self.remembered.show_vault(self._folder)
        try:
            found = describe(self._folder)
            self._card.show_vault(found.name, "Encrypted vault of the team")
            self._refused = must_look_only(self._folder)
            if self._refused is not None:
                self._card.say(self._way_out(self._refused))
        except IsteamError as error:
            self._card.show_vault(self._folder.stem, "Not read yet")
            self._card.say(self._way_out(error))

    def said_note(self) -> Note | None:
        return self._card.said()

    def _set_working(self, on: bool) -> None:
        self._working = on
        self._card.asked.set_enabled_input(not on)
        for button in self._buttons():
            button.setEnabled(not on)
        self.remembered.set_working(on)
        self.unlock_button.set_words("Opening" if on else "Unlock")

    def _buttons(self) -> tuple[Button, ...]:
        return (
            self.unlock_button,
            self.switch,
            self.other_button,
            self.restore_button,
            self.set_up_button,
            self.demo_button,
        )

    @Slot()
    def _turn(self) -> None:
        by_key = self._card.is_by_key
        self._card.ask(self.passphrase if by_key else self.recovery_key)
        self._card.asked.focus_field()

    def _make_parts(self) -> None:
        card = self._card = UnlockCard(self.remembered)
        self.passphrase, self.recovery_key = card.passphrase, card.recovery_key
        self.unlock_button, self.switch = card.unlock_button, card.switch
        self.other_button = link("Open another vault", "open_folder")
        self.restore_button = link("Restore a backup", "restore")
        self.set_up_button = link("Set up a new vault", "create")
        self.demo_button = link("Try the demonstration", "try")
        self.said = paragraph("", META)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, GAP_CARD, MARGIN, GAP_CARD)
        area, inside = scrolled()
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        # no alignment here: it would stop the card from growing with its words
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._card)
        centred.addStretch(1)
        middle.addLayout(centred)
        middle.addSpacing(MARGIN - 4)
        middle.addLayout(self._ways())
        middle.addStretch(1)
        whole.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(label(version_words(), META))
        whole.addLayout(foot)

    def _ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD)
        row.addStretch(1)
        for button in (
            self.other_button,
            self.restore_button,
            self.set_up_button,
            self.demo_button,
        ):
            row.addWidget(button)
        row.addStretch(1)
        return row
