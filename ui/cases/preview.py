"""The chosen case beside the list: where it stands, what comes next, its facts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date, short_date
from isteam_app.services.cases import CasePage
from ui.cases.words import EVENTS, case_state, decision_words
from ui.common.buttons import icon_button, primary
from ui.common.cards import SidePanel, hairline
from ui.common.chips import Chip
from ui.common.facts import Fact, Facts
from ui.common.notes import Note
from ui.common.status import OPEN
from ui.common.text import BODY, LABEL, META, SECTION, STRONG, label, paragraph

WIDTH = 258
_NOTES = {"danger": "danger", "warn": "warn", "ok": "ok"}
_CAME = {
    "post": "Post",
    "email": "Email",
    "phone": "Phone",
    "in_person": "In person",
    "other": "Other",
}


class CasePreview(SidePanel):
    """One case at a glance. Its button opens it; Escape closes it where it floats."""

    opened = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", width=WIDTH, parent=parent)
        self.setAccessibleName("Chosen case")
        self._case_id = 0
        self._note: Note | None = None
        self.close_button = icon_button("close", "Close the preview")
        self.close_button.clicked.connect(self.closed)
        self.close_button.hide()
        self.open_button = primary("Open the case")
        policy = self.open_button.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        self.open_button.setSizePolicy(policy)
        self.open_button.clicked.connect(self._open)
        self._build()

    def show_case(self, page: CasePage | None) -> None:
        """Show another case, or none."""
        self._inside.setVisible(page is not None)
        self.nothing.setVisible(page is None)
        self.open_button.setEnabled(page is not None)
        self._case_id = page.case.id if page else 0
        if page is not None:
            self._fill(page)

    def float_over(self, on: bool) -> None:
        """Show the way to close the panel, where it lies over the list."""
        self.close_button.setVisible(on)
        self.setProperty("overlay", on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.property("overlay"):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._reference = label("", META)
        self._chip = Chip(OPEN)
        top = QHBoxLayout()
        top.addWidget(self._reference)
        top.addStretch(1)
        top.addWidget(self._chip)
        top.addWidget(self.close_button)
        self._name = paragraph("", SECTION)
        self._kind = paragraph("", BODY, tone="text2")
        self._note_place = QVBoxLayout()
        self._next = paragraph("", STRONG)
        self._by = label("", META)
        self._facts = Facts()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._name)
        column.addWidget(self._kind)
        column.addSpacing(6)
        column.addLayout(self._note_place)
        column.addSpacing(6)
        column.addWidget(label("Next step", LABEL))
        column.addWidget(self._next)
        column.addWidget(self._by)
        column.addSpacing(4)
        column.addWidget(hairline())
        column.addSpacing(4)
        column.addWidget(self._facts)
        self.nothing = paragraph("Choose a case to see it here.", BODY, tone="text2")
        self.body.addWidget(self._inside)
        self.body.addWidget(self.nothing)
        self.body.addStretch(1)
        self.foot.addWidget(self.open_button)

    def _fill(self, page: CasePage) -> None:
        case, clock = page.case, page.clock
        self._reference.setText(case.reference)
        state = case_state(case.state, clock, page.today)
        self._chip.set_status(state)
        self._name.setText(case.subject.name)
        self._kind.setText(page.definition.name)
        self._show_clock(_NOTES.get(state.tone, "info"), clock.headline, clock.second)
        step = clock.next_step
        self._next.setText(step.text if step else "Nothing: the case is closed")
        self._by.setText(f"By {long_date(step.by)}" if step and step.by else "")
        self._by.setVisible(bool(step and step.by))
        self._facts.set_facts(_facts(page))

    def _show_clock(self, tone: str, headline: str, second: str) -> None:
        if self._note is not None:
            self._note_place.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = Note(tone, headline, second)
        self._note_place.addWidget(self._note)

    def _open(self) -> None:
        if self._case_id:
            self.opened.emit(self._case_id)


def _facts(page: CasePage) -> tuple[Fact, ...]:
    case, post = page.case, page.case.post
    last = case.events[-1] if case.events else None
    happened = ""
    if last is not None:
        happened = f"{EVENTS[last.kind][0]}, {short_date(last.on, page.today)}"
    sender = post.requester
    return (
        Fact("Owner", case.owner or "Nobody"),
        Fact("Decision", decision_words(page)),
        Fact("Received", long_date(case.received)),
        Fact("Post by", long_date(case.post_by) if case.post_by else ""),
        Fact("Came by", _CAME[post.channel.value]),
        Fact("Their ref", post.their_reference),
        Fact("Sent by", sender.name if sender.id != case.subject.id else ""),
        Fact("Address", "\n".join(sender.address.printed())),
        Fact("Last event", happened),
    )
