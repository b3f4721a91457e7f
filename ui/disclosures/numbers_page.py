"""The numbers of a year: how many asked, who, on what ground, and how long it took."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from isteam_app.domain.dates import MONTHS, long_date
from isteam_app.domain.disclosures import ApprovedHow
from isteam_app.domain.register_words import APPROVED_WORDS
from isteam_app.domain.request_numbers import Breakdown, Counted, RequestNumbers
from isteam_app.services.disclosure_locks import spent_numbers
from isteam_app.services.disclosure_statistics import yearly_numbers
from isteam_app.services.register import (
    LONG_DAYS,
    YearFacts,
    nothing_of,
    offers_locks,
    year_facts,
    years,
)
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card
from ui.common.charts import KEPT_BACK, Bar, ChartCard, ColumnChart, RowChart
from ui.common.page import Page
from ui.common.text import LABEL, META, NUMBER, label, paragraph
from ui.common.theme import text_scale
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.disclosures.register_columns import spent_words

_MOST_ROWS = 8
_WIDE, _MIDDLE, _FIGURES = 1000, 640, 860
_LEFT_OUT = "Requests recorded in error are left out"


class NumbersPage(Page):
    """Choose a year, keep small numbers back, read each chart as a table too."""

    back = Signal()
    name = "numbers"

    def __init__(
        self,
        session: Session,
        _background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Numbers of the register", parent)
        self._session = session
        self._across = 0
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Count again; the year stays chosen."""
        chosen = self.year.currentText()
        found = [str(each) for each in years(self._session)]
        self.year.blockSignals(True)
        self.year.clear()
        self.year.addItems(found)
        self.year.setCurrentIndex(max(self.year.findText(chosen), 0))
        self.year.blockSignals(False)
        self._count()

    def first_focus(self) -> QWidget | None:
        return self.year

    def half_typed(self) -> str | None:
        return None  # nothing is typed here

    def restore_typing(self, text: str) -> None:
        """Nothing is typed here that has to be kept."""

    def on_width(self, width: int) -> None:
        room = width / text_scale()
        self._arrange(3 if room >= _WIDE else 2 if room >= _MIDDLE else 1)
        self._arrange_figures(5 if room >= _FIGURES else 2)

    def _build(self) -> None:
        self.register = quiet("Back to the register", "back")
        self.register.clicked.connect(self.back)
        self.as_table = secondary("As tables", "list")
        self.as_table.setCheckable(True)
        self.as_table.setToolTip("Ctrl+T")
        self.as_table.toggled.connect(self._turn)
        self.year = QComboBox()
        self.year.setAccessibleName("Year")
        self.year.currentIndexChanged.connect(self._count)
        self.header_buttons(self.register, self.year, self.as_table)
        turn = QShortcut(QKeySequence("Ctrl+T"), self)
        turn.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        turn.activated.connect(self.as_table.toggle)
        self.use_scroll()
        self.small = QCheckBox("Keep small numbers back")
        self.small.setToolTip("As for publishing: a count under 5 could name somebody")
        self.small.toggled.connect(self._count)
        self.locked = QCheckBox("With locked requests")
        self.locked.toggled.connect(self.refresh)
        choices = QHBoxLayout()
        choices.setSpacing(GAP_CARD)
        choices.addWidget(self.small)
        choices.addWidget(self.locked)
        choices.addStretch(1)
        self.body.addLayout(choices)
        if not offers_locks(self._session):
            self.locked.hide()
        self._build_figures()
        self._build_charts()
        self.note = paragraph("", META, tone="text3")
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def _build_figures(self) -> None:
        names = (
            ("total", "Requests"),
            ("median", "Days to decide, median"),
            ("long", f"Over {LONG_DAYS} days"),
            ("emergency", "Emergencies"),
            ("cover", "Approved by cover"),
        )
        self.figures = {key: _Figure(name) for key, name in names}
        self._figure_grid = QGridLayout()
        self._figure_grid.setSpacing(GAP_ROW)
        self.body.addLayout(self._figure_grid)

    def _build_charts(self) -> None:
        self.months = ChartCard("Received each month", ColumnChart("Received by month"))
        names = (
            ("kind", "Who asked"),
            ("decision", "Decision"),
            ("gateway", "Legal basis"),
            ("days", "Time to the decision"),
            ("approval", "How it was approved"),
            ("waiting", "Returned for more, waiting today"),
        )
        self.charts = {key: ChartCard(name, RowChart(name)) for key, name in names}
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP_ROW)
        self.body.addLayout(self._grid)
        self._arrange(2)
        self._arrange_figures(5)

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        self._grid.addWidget(self.months, 0, 0, 1, min(across, 2))
        place = min(across, 2)
        for card in self.charts.values():
            self._grid.addWidget(card, place // across, place % across)
            place += 1

    def _arrange_figures(self, across: int) -> None:
        for column in range(5):
            self._figure_grid.setColumnStretch(column, 1 if column < across else 0)
        for place, figure in enumerate(self.figures.values()):
            self._figure_grid.addWidget(figure, place // across, place % across)

    def _locked(self) -> bool:
        return self.locked.isChecked()

    @Slot()
    def _count(self) -> None:
        year = int(self.year.currentText())
        suppress, locked = self.small.isChecked(), self._locked()
        numbers = yearly_numbers(
            self._session, year, suppress=suppress, with_locked=locked
        )
        facts = year_facts(self._session, year, suppress=suppress, with_locked=locked)
        if numbers.total is None:  # too few of them to tell anything
            facts = nothing_of(facts)
        self._show_summary(year)
        self._show_figures(numbers, facts)
        self._show_charts(year, numbers, facts)
        said = [_LEFT_OUT] if locked else [f"{_LEFT_OUT}, and locked ones"]
        if suppress:
            said.append(f"{KEPT_BACK} stands for a number that is kept back")
        unused = spent_words(spent_numbers(self._session, year))
        self.note.setText(". ".join([*said, *([unused] if unused else [])]))

    def _show_summary(self, year: int) -> None:
        today = self._session.today
        last = today if today.year == year else date(year, 12, 31)
        self.set_summary(
            f"Requests received from {long_date(date(year, 1, 1))} to {long_date(last)}"
        )

    def _show_figures(self, numbers: RequestNumbers, facts: YearFacts) -> None:
        year = f"received in {self.year.currentText()}"
        self.figures["total"].show_number(_said(numbers.total), year)
        self.figures["median"].show_number(
            _days(facts), f"{_said(facts.decided)} decided"
        )
        self.figures["long"].show_number(_said(facts.long), "from receipt to decision")
        emergency = _line(numbers.by("emergency"), "Yes")
        self.figures["emergency"].show_number(_said(emergency), "a life at risk")
        cover = _line(facts.approval, APPROVED_WORDS[ApprovedHow.COVER])
        self.figures["cover"].show_number(_said(cover), "nobody else could")

    def _show_charts(
        self, year: int, numbers: RequestNumbers, facts: YearFacts
    ) -> None:
        self.months.set_bars(self._by_month(year, numbers.by("month")))
        for key in ("kind", "gateway"):
            self.charts[key].set_bars(_most_of(numbers.by(key)))
        for key in ("decision", "days"):
            self.charts[key].set_bars(_bars(numbers.by(key)))
        self.charts["approval"].set_bars(_bars(facts.approval))
        waiting = facts.waiting.lines
        last = len(waiting) - 1
        self.charts["waiting"].set_bars(
            [
                Bar(line.words, line.count, late=place == last)
                for place, line in enumerate(waiting)
            ]
        )

    def _by_month(self, year: int, breakdown: Breakdown) -> list[Bar]:
        counts = {line.words: line.count for line in breakdown.lines}
        today = self._session.today
        months = MONTHS[: today.month] if year == today.year else MONTHS
        return [Bar(month[:3], counts.get(f"{month} {year}", 0)) for month in months]

    @Slot(bool)
    def _turn(self, on: bool) -> None:
        for card in (self.months, *self.charts.values()):
            card.show_table(on)


class _Figure(Card):
    """A number with its name over it and a fact under it."""

    def __init__(self, name: str) -> None:
        super().__init__(padding=GAP_ROW)
        self.setAccessibleName(name)
        self._name = name
        self.number = label("", NUMBER, tnum=True)
        self.fact = label("", META)
        self.body.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.body.addWidget(label(name, LABEL))
        self.body.addWidget(self.number)
        self.body.addWidget(self.fact)

    def show_number(self, number: str, fact: str = "") -> None:
        self.number.setText(number)
        spoken = "kept back" if number == KEPT_BACK else number
        self.number.setAccessibleName(f"{self._name}: {spoken}")
        self.fact.setText(fact)


def _said(count: int | None) -> str:
    return KEPT_BACK if count is None else f"{count:,}"


def _days(facts: YearFacts) -> str:
    if facts.median_days is None:
        return KEPT_BACK
    return f"{facts.median_days:g}"


def _line(breakdown: Breakdown, words: str) -> int | None:
    return next(line.count for line in breakdown.lines if line.words == words)


def _bars(breakdown: Breakdown) -> list[Bar]:
    return [Bar(line.words, line.count) for line in breakdown.lines]


def _most_of(breakdown: Breakdown) -> list[Bar]:
    """The most frequent ones; what is left is told together, what is none is not."""
    some = [line for line in breakdown.lines if line.count != 0]
    some.sort(key=lambda line: -(line.count or 0))
    if len(some) <= _MOST_ROWS:
        return [Bar(line.words, line.count) for line in some]
    shown, rest = some[: _MOST_ROWS - 1], some[_MOST_ROWS - 1 :]
    return [*(Bar(line.words, line.count) for line in shown), _together(rest)]


def _together(rest: list[Counted]) -> Bar:
    if any(line.count is None for line in rest):
        return Bar(f"{len(rest)} others", None)
    return Bar(f"{len(rest)} others", sum(line.count or 0 for line in rest))
