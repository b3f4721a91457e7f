"""What they ask: a box for each kind of case, ticked by letter, arrow or mouse."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind
from ui.common.cards import Card
from ui.common.choice_fields import CheckField
from ui.common.text import LABEL, META, label
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW

_LETTERS = {
    CaseKind.ACCESS: "C",
    CaseKind.RECTIFICATION: "o",
    CaseKind.ERASURE: "E",
    CaseKind.RESTRICTION: "R",
    CaseKind.PORTABILITY: "t",
    CaseKind.OBJECTION: "b",
    CaseKind.MARKETING: "m",
    CaseKind.COMPLAINT: "D",
    CaseKind.SERVICE_COMPLAINT: "s",
    CaseKind.ENQUIRY: "G",
    CaseKind.PASSED_ON: "l",
    CaseKind.REGULATOR: "u",
}
"""The letter of each box: with Alt from anywhere, alone inside the group."""
_COMPLAINTS = (CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT)
_OTHER = (CaseKind.ENQUIRY, CaseKind.PASSED_ON, CaseKind.REGULATOR)
_ACROSS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_ALONG = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class AsksPart(QWidget):
    """One stop of the Tab key; arrows go from box to box, Space ticks."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {
            kind: _box(kind)
            for kind, definition in CASE_TYPES.items()
            if definition.at_intake
        }
        self.problem = label("", META, tone="danger")
        self.problem.hide()
        self._narrow: bool | None = None
        self._places: dict[CaseKind, tuple[int, int]] = {}
        self._labels = label("Rights", META), label("Complaints and others", META)
        self._build()
        self.set_narrow(narrow=False)
        for field in self.fields.values():
            field.box.installEventFilter(self)
            field.changed.connect(self._follow)
        self._enter(next(iter(self.fields)))

    def ticked(self) -> tuple[CaseKind, ...]:
        return tuple(kind for kind, field in self.fields.items() if field.value())

    def tick(self, kinds: tuple[CaseKind, ...]) -> None:
        """Tick these and no others."""
        for kind, field in self.fields.items():
            field.set_value(value=kind in kinds)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong under the boxes; "" takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            self.current.focus_field()

    @property
    def current(self) -> CheckField:
        """The box that the Tab key comes to."""
        return self.fields[self._current]

    def set_narrow(self, narrow: bool) -> None:
        """Complaints and others stand under the rights, else beside them."""
        if narrow is self._narrow:
            return
        self._narrow = narrow
        kinds = list(self.fields)
        rights = [kind for kind in kinds if kind not in (*_COMPLAINTS, *_OTHER)]
        others = [kind for kind in kinds if kind not in rights]
        self._grid.addWidget(self._labels[0], 0, 0, 1, 2)
        self._put(rights, row=1, column=0, across=2)
        below = -(-len(rights) // 2) + 1
        corner = (below, 0) if narrow else (0, 2)
        self._grid.addWidget(self._labels[1], *corner, 1, 2 if narrow else 1)
        self._put(
            others, row=corner[0] + 1, column=corner[1], across=2 if narrow else 1
        )

    def _put(
        self, kinds: list[CaseKind], *, row: int, column: int, across: int
    ) -> None:
        for place, kind in enumerate(kinds):
            where = row + place // across, column + place % across
            self._places[kind] = where
            self._grid.addWidget(self.fields[kind], *where)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._enter(self._kind_of(watched))
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(self._kind_of(watched), event)
        return super().eventFilter(watched, event)

    def _press(self, kind: CaseKind, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ACROSS or key in _ALONG:
            self._go(self._neighbour(kind, key))
            return True
        typed = event.text().casefold()
        for other, letter in _LETTERS.items():
            if typed and typed == letter.casefold() and other in self.fields:
                self._go(other)
                self.fields[other].box.toggle()
                return True
        return False

    def _neighbour(self, kind: CaseKind, key: Qt.Key) -> CaseKind:
        kinds = list(self._places)
        step = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
        if key in _ACROSS:
            return kinds[(kinds.index(kind) + step) % len(kinds)]
        column = self._places[kind][1]
        below = [each for each in kinds if self._places[each][1] == column]
        return below[(below.index(kind) + step) % len(below)]

    def _go(self, kind: CaseKind) -> None:
        self._enter(kind)
        self.fields[kind].box.setFocus(Qt.FocusReason.TabFocusReason)

    def _enter(self, kind: CaseKind) -> None:
        """Make one box the stop of the Tab key."""
        self._current = kind
        for other, field in self.fields.items():
            policy = Qt.FocusPolicy
            field.box.setFocusPolicy(
                policy.StrongFocus if other is kind else policy.ClickFocus
            )

    def _kind_of(self, box: QObject) -> CaseKind:
        return next(kind for kind, field in self.fields.items() if field.box is box)

    @Slot()
    def _follow(self) -> None:
        self.refuse("")
        self.changed.emit()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(label("What they ask", LABEL))
        head.addWidget(label("tick all that apply, or press Alt and the letter", META))
        head.addStretch(1)
        card = Card(padding=GAP_ROW)
        card.setAccessibleName("What they ask")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_CARD)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        card.body.addLayout(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(card)
        column.addWidget(self.problem)


def _box(kind: CaseKind) -> CheckField:
    words = CASE_TYPES[kind].ask
    field = CheckField(words, strong=True)
    place = words.find(_LETTERS[kind])
    field.box.setText(f"{words[:place]}&{words[place:]}")
    return field
