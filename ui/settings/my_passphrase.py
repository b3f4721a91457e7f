"""Whoever is signed in gives themselves another passphrase."""

from functools import partial

from PySide6.QtCore import Slot

from isteam_app.domain.people import TeamMember
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.keys import KeyFacts, change_my_passphrase
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import secondary
from ui.common.cards import Card
from ui.common.fields import SecretField
from ui.common.foot_row import allow, foot_row
from ui.common.forms import Form
from ui.common.new_passphrase import NewPassphrase
from ui.common.notes import Note
from ui.common.text import BODY, paragraph
from ui.settings.note_place import NotePlace


class MyPassphrase(Card):
    """The present passphrase, the new one twice, and a button."""

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__("My passphrase")
        self._session, self._background = session, background
        self._refused: IsteamError | None = None
        self.current = SecretField("Present passphrase", required=True)
        self.new = NewPassphrase()
        self.new.set_hints(session.member.name)
        self.form = Form({"current": self.current, **self.new.fields()}, self)
        self.act = secondary("Change my passphrase", "key")
        self.notes = NotePlace()
        self.body.addWidget(
            paragraph(
                "Nobody else knows it, and it is kept nowhere. Computers that remember "
                "you ask for the new one once.",
                BODY,
                tone="text2",
            )
        )
        self.body.addWidget(self.notes)
        self.body.addWidget(self.current)
        self.body.addWidget(self.new)
        self.body.addLayout(
            foot_row("The old one opens nothing from then on.", self.act)
        )
        self.act.clicked.connect(self.change_it)
        self.new.again.edit.returnPressed.connect(self.change_it)

    def show_facts(self, facts: KeyFacts) -> None:
        allow(self.act, why_nothing_changes(self._session))
        self.current.setVisible(facts.asks_current)

    def clear_secrets(self) -> None:
        self.current.clear()
        self.new.clear()

    @Slot()
    def change_it(self) -> None:
        if not self.act.isEnabled():
            return
        self.form.clear()
        self.notes.say(None)
        job = Job(
            partial(
                _changed,
                self._session,
                {"current": self.current.value(), **self.new.values()},
            )
        )
        job.succeeded.connect(self._show_changed)
        job.failed.connect(self._refuse)
        job.finished.connect(self._rest)
        self._set_working(True)
        self._background.start(job)

    @Slot(object)
    def _show_changed(self, _member: TeamMember) -> None:
        self.clear_secrets()
        self.form.clear()
        self.notes.say(
            Note(
                "ok",
                "Your passphrase is changed",
                "It holds from now on. Backups made before still open with the old "
                "one.",
            )
        )

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._refused = error

    @Slot()
    def _rest(self) -> None:
        self._set_working(False)
        refused, self._refused = self._refused, None
        if refused is not None:
            self.notes.refuse(refused, self.form, "Your passphrase was not changed")

    def _set_working(self, on: bool) -> None:
        allow(self.act, why_nothing_changes(self._session))
        if on:
            self.act.setEnabled(False)
        self.act.set_words("Working" if on else "Change my passphrase")
        self.current.set_enabled_input(not on)
        self.new.set_enabled_input(not on)


def _changed(session: Session, given: dict[str, str], _: Progress) -> TeamMember:
    change_my_passphrase(
        session,
        current=given["current"],
        passphrase=given["passphrase"],
        repeated=given["repeated"],
    )
    return session.member
