"""After the recovery sheet: who is at the desk, and a passphrase of their own."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.keys import sign_in_anew, skipped_sign_in
from isteam_app.services.session import Session
from isteam_app.services.team import team
from isteam_app.services.unlock import lock
from ui.common.background import Background, Job
from ui.common.buttons import link, primary
from ui.common.cards import Card, scrolled
from ui.common.choice_fields import ChoiceField
from ui.common.forms import Form
from ui.common.icons import HEADER, IconLabel
from ui.common.new_passphrase import NewPassphrase
from ui.common.notes import Note
from ui.common.text import BODY, META, SECTION, label, paragraph
from ui.common.tokens import GAP_CARD, GAP_ROW, MARGIN

_WIDTH = 520


class WhoPage(QWidget):
    """One card: a name from the team, and a new passphrase typed twice."""

    decided = Signal(object)  # the Session, under the name that was chosen

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__()
        self._session, self._background = session, background
        self._refused: IsteamError | None = None
        self._note: Note | None = None
        names = [(str(one.id), one.name) for one in team(session).members]
        self.who = ChoiceField("Who are you?", [("", "Choose"), *names], required=True)
        self.new = NewPassphrase("Your new passphrase")
        self.form = Form({"who": self.who, **self.new.fields()}, self)
        self.go_on = primary("Go on", "next")
        self.skip = link("Go on without")
        self._notes = QVBoxLayout()
        self._lay_out()
        self.who.changed.connect(self._hint)
        self.new.again.edit.returnPressed.connect(self.sign_in)
        self.go_on.clicked.connect(self.sign_in)
        self.skip.clicked.connect(self._skip)

    def first_focus(self) -> QWidget:
        return self.who.input

    @Slot()
    def sign_in(self) -> None:
        """Give the one chosen the new passphrase, and go on as them."""
        if not self.go_on.isEnabled():
            return
        self.form.clear()
        self._say(None)
        if not self.who.value():
            self.form.show(RuleBroken("Choose your name.", field="who"))
            return
        given = self.new.values()
        job = Job(partial(_signed_in, self._session, int(self.who.value()), given))
        job.succeeded.connect(self._decide)
        job.failed.connect(self._refuse)
        job.finished.connect(self._rest)
        self._set_working(True)
        self._background.start(job)

    @Slot()
    def _skip(self) -> None:
        self._decide(skipped_sign_in(self._session))

    @Slot(object)
    def _decide(self, session: Session) -> None:
        self.new.clear()
        self.decided.emit(session)

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._refused = error

    @Slot()
    def _rest(self) -> None:
        self._set_working(False)
        error, self._refused = self._refused, None
        if error is None or (isinstance(error, RuleBroken) and self.form.show(error)):
            return
        self._say(Note("danger", error.title, str(error)))

    @Slot()
    def _hint(self) -> None:
        self.new.set_hints(self.who.combo.currentText())

    def _say(self, note: Note | None) -> None:
        if self._note is not None:
            self._notes.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._notes.addWidget(note)

    def _set_working(self, on: bool) -> None:
        self.who.set_enabled_input(not on)
        self.new.set_enabled_input(not on)
        self.skip.setEnabled(not on)
        self.go_on.setEnabled(not on)
        self.go_on.set_words("Working" if on else "Go on")

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, GAP_CARD, MARGIN, GAP_CARD)
        area, inside = scrolled()
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._card())
        centred.addStretch(1)
        middle.addLayout(centred)
        middle.addStretch(1)
        whole.addWidget(area, 1)

    def _card(self) -> Card:
        card = Card(padding=32)
        card.setFixedWidth(_WIDTH)
        card.setAccessibleName("Unlocked with the recovery sheet")
        head = QHBoxLayout()
        head.setSpacing(GAP_CARD)
        head.addWidget(IconLabel("access", "accent_text", HEADER))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(paragraph(self._session.vault.name, SECTION))
        words.addWidget(label("Unlocked with the recovery sheet", BODY, tone="text2"))
        head.addLayout(words, 1)
        card.body.addLayout(head)
        card.body.addWidget(
            paragraph(
                "The sheet is the whole team's. Say who you are, so that what you "
                "do stands under your name, and choose a new passphrase: the old one "
                "opens the vault no more.",
                BODY,
                tone="text2",
            )
        )
        card.body.addLayout(self._notes)
        card.body.addWidget(self.who)
        card.body.addWidget(self.new)
        row = QHBoxLayout()
        row.addWidget(self.go_on)
        row.addStretch(1)
        row.addWidget(self.skip)
        card.body.addLayout(row)
        card.body.addSpacing(GAP_ROW - 8)
        card.body.addWidget(
            paragraph(
                "Without it, what you do stands under the name of "
                f"{self._session.member.name}.",
                META,
            )
        )
        return card


class WhoDoor(QObject):
    """Stands between the recovery sheet and the place of work."""

    decided = Signal(object)  # the Session

    def __init__(
        self, background: Background, pages: QStackedWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background, self._pages = background, pages
        self._session: Session | None = None
        self.page: WhoPage | None = None

    def ask(self, session: Session) -> None:
        self._session = session
        page = self.page = WhoPage(session, self._background)
        page.decided.connect(self._go_on)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.first_focus().setFocus()

    def give_up(self) -> Session | None:
        """Ask no more. Return the session that was waiting, to be locked."""
        session, self._session = self._session, None
        if session is not None:
            self._put_away()
            lock(session)
        return session

    @Slot(object)
    def _go_on(self, session: Session) -> None:
        if self._session is None:
            return  # locked meanwhile
        self._session = None
        self._put_away()
        self.decided.emit(session)

    def _put_away(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            page.new.clear()
            self._pages.removeWidget(page)
            page.deleteLater()


def _signed_in(
    session: Session, member_id: int, given: dict[str, str], _: Progress
) -> Session:
    return sign_in_anew(session, member_id, **given)
