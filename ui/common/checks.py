"""What a thing still needs: met, missing or blocked, with the rule beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.common.chips import Chip
from ui.common.icons import IconLabel
from ui.common.law_link import LawLink
from ui.common.paint import draw_box, token_of
from ui.common.painted_button import PaintedButton
from ui.common.status import BLOCKED, MET, MISSING
from ui.common.text import BODY, META, SECTION, STRONG, label, paragraph, role_font

LOOKS = {
    "blocked": ("blocked", "danger", "Blocked"),
    "missing": ("missing", "warn", "Missing"),
    "met": ("done", "ok", "Met"),
    "next": ("arrow-circle-right-fill", "accent", "Next"),
    "todo": ("to_do", "text3", "To do"),
    "struck": ("refuse", "text3", "Struck out"),
}
ORDER = ("blocked", "missing", "next", "todo", "met", "struck")
_UNDER_WORDS = 24
_ABREAST = 2  # three would not fit beside a form
COUNTED = {"blocked": BLOCKED, "missing": MISSING, "met": MET}


@dataclass(frozen=True, slots=True)
class Check:
    """One line. `state`: "blocked", "missing", "met", "next", "todo" or "struck".

    `go` is the word of the way there ("Go"); without it the line only tells, unless it
    `leads` somewhere as a whole. `law` names where a rule is written, under the line.
    """

    key: str
    state: str
    words: str
    rule: str = ""
    go: str = ""
    leads: bool = False
    law: str = ""


class CheckLine(PaintedButton):
    """A line of the list. With a way there it is a button: Enter or a click goes."""

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        icon, tone, said = LOOKS[check.state]
        parts = (f"{said}: {check.words}", check.rule, check.go)
        super().__init__(". ".join(p.rstrip(".") for p in parts if p), parent)
        self.check_key = check.key
        self._leads = bool(check.go) or check.leads
        reach = Qt.FocusPolicy.StrongFocus if self._leads else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(reach)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._build(check, icon, tone)

    def _build(self, check: Check, icon: str, tone: str) -> None:
        strong = check.state in ("blocked", "missing", "next")
        words = QVBoxLayout()
        words.setSpacing(0)
        title = paragraph(check.words, STRONG if strong else BODY)
        if check.state == "struck":
            font = role_font(BODY)
            font.setStrikeOut(True)
            title.setFont(font)
        words.addWidget(title)
        if check.rule:
            words.addWidget(paragraph(check.rule, META))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 0 if check.law else 4)
        row.setSpacing(8)
        mark = IconLabel(icon, token_of(tone))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if check.go:
            top = Qt.AlignmentFlag.AlignTop
            row.addWidget(label(check.go, META, tone="accent_text"), 0, top)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._leads and self.underMouse():
            draw_box(painter, self.rect(), fill="hover")
        self.draw_focus(painter)
        painter.end()


class CheckList(QWidget):
    """The counts as chips, then what blocks, what is missing and what is met.

    `ordered` keeps the order given, as in a checklist; `counts_shown` draws the chips.
    `law_wanted` names the line of which the law is to be read.
    """

    jump = Signal(str)
    law_wanted = Signal(str)

    def __init__(
        self,
        title: str = "",
        *,
        ordered: bool = False,
        counts_shown: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ordered, self._counts_shown = ordered, counts_shown
        self._checks: tuple[Check, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if title:
            column.addWidget(label(title, SECTION))
            self.setAccessibleName(title)
        self._chips = QGridLayout()
        self._chips.setSpacing(2)
        self._chips.setColumnStretch(_ABREAST, 1)
        column.addLayout(self._chips)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column.addLayout(self._lines)
        column.addStretch(1)

    def checks(self) -> tuple[Check, ...]:
        return self._checks

    def counts(self) -> dict[str, int]:
        """How many lines there are of each state."""
        return {state: sum(c.state == state for c in self._checks) for state in LOOKS}

    def set_checks(self, checks: Sequence[Check]) -> None:
        """Shows the lines anew; the line that had the keyboard keeps it."""
        lines = tuple(checks)
        if not self._ordered:
            lines = tuple(sorted(lines, key=lambda c: ORDER.index(c.state)))
        if lines == self._checks:
            return
        held = next((line.check_key for line in self.lines() if line.hasFocus()), "")
        self._checks = lines
        self._show_counts()
        _empty(self._lines)
        ruled = False
        for check in lines:
            if check.state == "met" and not ruled and not self._ordered:
                ruled = True
                self._add_rule()
            self._add_line(check, hold=check.key == held)

    def lines(self) -> list[CheckLine]:
        """The lines in sight, from the top."""
        places = (self._lines.itemAt(n) for n in range(self._lines.count()))
        widgets = (place.widget() for place in places if place is not None)
        return [widget for widget in widgets if isinstance(widget, CheckLine)]

    def _add_line(self, check: Check, *, hold: bool) -> None:
        line = CheckLine(check, self)
        if check.go or check.leads:
            line.clicked.connect(self._jumper(check.key))
        self._lines.addWidget(line)
        line.show()
        if check.law:
            self._add_law(check)
        if hold:
            line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_law(self, check: Check) -> None:
        button = LawLink(check.law, f"The law behind: {check.words}")
        button.clicked.connect(self._law_asker(check.key))
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(_UNDER_WORDS, 0, 0, 0)
        row.addWidget(button, 1)
        self._lines.addWidget(holder)
        holder.show()

    def _law_asker(self, key: str) -> Callable[[], None]:
        return lambda: self.law_wanted.emit(key)

    def _jumper(self, key: str) -> Callable[[], None]:
        return lambda: self.jump.emit(key)

    def _add_rule(self) -> None:
        if self._lines.count():
            rule = QFrame(self)
            rule.setProperty("k", "line")
            self._lines.addSpacing(4)
            self._lines.addWidget(rule)
            self._lines.addSpacing(4)

    def _show_counts(self) -> None:
        _empty(self._chips)
        if not self._counts_shown:
            return
        for state, status in COUNTED.items():
            number = self.counts()[state]
            if number:
                said = status.saying(f"{number} {status.word.lower()}")
                row, column = divmod(self._chips.count(), _ABREAST)
                self._chips.addWidget(Chip(said, parent=self), row, column)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
