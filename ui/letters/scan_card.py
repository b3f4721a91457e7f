"""The code read back before an envelope is sealed: typed by a scanner or by hand."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.services.run_pages import RunPage
from isteam_app.services.scan_back import LastScan, Scanned, Verdict, last_scans
from ui.common.buttons import icon_button, secondary
from ui.common.cards import Card, hairline
from ui.common.facts import Fact, Facts
from ui.common.fields import TextField
from ui.common.icons import IconLabel, paint_icon
from ui.common.moments import here
from ui.common.paint import square
from ui.common.speech import announce
from ui.common.text import BODY, META, SECTION, label, paragraph, set_property
from ui.common.tokens import GAP

_SHOWN, _MARK, _EDGE = 3, 18, 30
_LOOKS = {
    Verdict.RIGHT: ("Matches", "ok", "done"),
    Verdict.WRONG: ("Stop", "danger", "late"),
    Verdict.COUNT: ("Count the sheets", "info", "unsure"),
    Verdict.ORDER: ("Out of order", "warn", "warning"),
}
_INKS = {"info": "accent_text"}


class MatchPanel(QFrame):
    """The answer to a scan, to be read from a metre away."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("k", "note")
        self.mark = IconLabel("done", "ok", 28)
        self.title = paragraph("", SECTION)
        self.text = paragraph("", BODY)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(14)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)

    def show_found(self, found: Scanned) -> None:
        title, tone, icon = _LOOKS[found.verdict]
        ink = _INKS.get(tone, tone)
        set_property(self, "tone", tone)
        set_property(self.title, "tone", ink)
        self.mark.set_icon(icon, ink)
        self.title.setText(title)
        self.text.setText(found.says)
        self.setAccessibleName(f"{title}. {found.says}")
        self.show()


class ScanCard(Card):
    """`scanned(code, counted, out_of_order)`: a code was read; -1 for not counted."""

    scanned = Signal(str, int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Scan back before sealing", parent=parent)
        self.sound = icon_button(
            "sound", "Sound when something is wrong", checkable=True
        )
        self.sound.setChecked(True)
        self.head.addWidget(self.sound)
        self.field = _CodeField()
        self.panel = MatchPanel()
        self.count = TextField("Sheets in your hand", most=4, width=80)
        self.count_button = secondary("Compare")
        self.go_on = secondary("It is meant: go on")
        self.put_aside = secondary("Put it aside")
        self.facts = Facts()
        self.scans_title = label("Last scans", META, tone="text2")
        self.scans = _Scans()
        self._asked, self._counted = "", -1
        self._lay_out()
        self._connect()
        self.start_afresh()

    def start_afresh(self) -> None:
        """Ready for the next letter; what was shown goes."""
        self._asked, self._counted = "", -1
        for part in (self.panel, self.facts, self._questions, self._order):
            part.hide()
        self.field.set_value("")

    def focus_field(self) -> None:
        self.field.focus_field()

    def show_page(self, page: RunPage) -> None:
        """Show what was read last in a run."""
        self.scans.show_scans(last_scans(page)[:_SHOWN])
        self.line.setVisible(bool(page.scans))
        self.scans_title.setVisible(bool(page.scans))
        self.scans.setVisible(bool(page.scans))

    def show_found(self, found: Scanned) -> None:
        """Show what a scan came to, and ask what has to be asked."""
        self.panel.show_found(found)
        self._questions.setVisible(found.verdict is Verdict.COUNT)
        self._order.setVisible(found.verdict is Verdict.ORDER)
        self._show_facts(found)
        self.set_busy(busy=False)
        announce(self, self.panel.accessibleName())
        if found.verdict in (Verdict.WRONG, Verdict.ORDER) and self.sound.isChecked():
            QApplication.beep()
        if found.verdict is Verdict.COUNT:
            self.count.set_value("")
            self.count.focus_field()
        elif found.verdict is Verdict.ORDER:
            self.put_aside.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._asked, self._counted = "", -1
            self.field.set_value("")
            self.field.focus_field()

    def set_busy(self, *, busy: bool) -> None:
        self.field.set_enabled_input(not busy)

    @Slot()
    def _read(self) -> None:
        code = self.field.value()
        if not code:
            return
        self._asked, self._counted = code, -1
        self._ask(out_of_order=False)

    @Slot()
    def _compare(self) -> None:
        typed = self.count.value()
        if not typed.isascii() or not typed.isdigit():
            self.count.show_problem("Type the number of sheets.")
            self.count.focus_field()
            return
        self._counted = int(typed)
        self._ask(out_of_order=False)

    @Slot()
    def _go_on(self) -> None:
        self._ask(out_of_order=True)

    @Slot()
    def _put_aside(self) -> None:
        self.start_afresh()
        self.field.focus_field()

    def _ask(self, *, out_of_order: bool) -> None:
        self.set_busy(busy=True)
        self.scanned.emit(self._asked, self._counted, out_of_order)

    def _show_facts(self, found: Scanned) -> None:
        line = found.line
        self.facts.setVisible(line is not None)
        if line is None:
            return
        lines = line.letter.recipient
        enclosed = "\n".join(f"{title}, {sheets}" for title, sheets in line.enclosed)
        self.facts.set_facts(
            (
                Fact("Name", lines[0] if lines else ""),
                Fact("Address", ", ".join(lines[1:])),
                Fact("Enclosed", enclosed),
                Fact(
                    "Copy",
                    f"{line.item.copy}: its sheets say so"
                    if line.item.copy > 1
                    else "",
                ),
            )
        )

    def _connect(self) -> None:
        self.field.edit.returnPressed.connect(self._read)
        self.count.edit.returnPressed.connect(self._compare)
        self.count_button.clicked.connect(self._compare)
        self.go_on.clicked.connect(self._go_on)
        self.put_aside.clicked.connect(self._put_aside)
        self.sound.toggled.connect(self._show_sound)

    @Slot(bool)
    def _show_sound(self, on: bool) -> None:
        self.sound.set_icon("sound" if on else "silent")
        self.sound.setAccessibleName("Sound when something is wrong")

    def _lay_out(self) -> None:
        self._questions = QWidget()
        row = QHBoxLayout(self._questions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.count, 1)
        row.addWidget(self.count_button, 0, Qt.AlignmentFlag.AlignBottom)
        self._order = QWidget()
        row = QHBoxLayout(self._order)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(self.go_on)
        row.addWidget(self.put_aside)
        parts = (self.field, self.panel, self._questions, self._order, self.facts)
        for part in parts:
            self.body.addWidget(part)
        self.line = hairline()
        self.body.addWidget(self.line)
        self.body.addWidget(self.scans_title)
        self.body.addWidget(self.scans)
        self.body.addStretch(1)


class _CodeField(TextField):
    """The field a scanner types into; its mark shows what is wanted."""

    def __init__(self) -> None:
        super().__init__(
            "Code", placeholder="Scan or type the code", most=120, hero=True
        )
        self.edit.setTextMargins(_EDGE, 0, 0, 0)
        for at in range(self._heading_row.count()):  # the card says what it is
            item = self._heading_row.itemAt(at)
            shown = item.widget() if item is not None else None
            if shown is not None:
                shown.hide()
        _Mark(self.edit)
        self.edit.setAccessibleName("Code of the letter: scan it, or type it and Enter")


class _Mark(QWidget):
    """The bars at the left of the code field."""

    def __init__(self, edit: QWidget) -> None:
        super().__init__(edit)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(_EDGE + 8, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, square(12, self.height() // 2, _MARK), "code", "text3")
        painter.end()


class _Scans(QWidget):
    """What was read last, newest first: right or wrong, which letter, and when."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_scans(self, scans: tuple[LastScan, ...]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for each in scans:
            self._column.addWidget(_ScanLine(each))


class _ScanLine(QWidget):
    def __init__(self, told: LastScan) -> None:
        super().__init__()
        right = told.scan.right
        number = f"{told.number}  " if right and told.number else ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(
            IconLabel("done" if right else "late", "ok" if right else "danger")
        )
        words = paragraph(f"{number}{told.words}", BODY)
        row.addWidget(words, 1)
        at = here(told.scan.at) if told.scan.at else None
        row.addWidget(label(f"{at:%H:%M}" if at else "", META, tnum=True))
        verdict = "right" if right else "stopped"
        self.setAccessibleName(f"{told.words}, {verdict}")
