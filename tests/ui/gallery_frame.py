"""Paints the shell with made-up people, to be compared with the reference pictures.

Run: python tests/ui/gallery_frame.py FOLDER
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.common import status
from ui.common.buttons import link, primary, secondary
from ui.common.cards import Card
from ui.common.cells import Cell, Column, Group, status_cell
from ui.common.checks import Check, CheckList
from ui.common.clock_card import ClockBar, ClockCard, ClockStep, ClockView
from ui.common.frame import Frame
from ui.common.page import Page
from ui.common.paged_model import PagedModel
from ui.common.rail import Rail, RailItem
from ui.common.segments import Segments
from ui.common.status import Status
from ui.common.status_bar import StatusBar
from ui.common.table import Table
from ui.common.tabs import TabPages
from ui.common.text import META, SECTION, label
from ui.common.theme import Theme
from ui.common.tiles import Tile, TileRow
from ui.common.timeline import Timeline, TimelineEntry, TimelineLink
from ui.common.top_bar import Hit, TopBar

SIZES = ((1280, 800), (1024, 640), (960, 540))


@dataclass(frozen=True, slots=True)
class Work:
    group: str
    act: str
    due: Status
    reference: str
    who: str
    kind: Cell
    owner: str


@dataclass(frozen=True, slots=True)
class OnePage:
    rows: tuple[Work, ...]
    next: object = None


LATE = status.OVERDUE
SOON = status.DUE_SOON
QUIET = Cell(tone="text2")


def _kind(word: str, icon: str) -> Cell:
    return Cell(word, icon=icon, tone="text2")


def _day(word: str) -> Status:
    return Status(word, "date")


PRIYA, SAM, LENA = "Priya Raman", "Sam Okafor", "Lena Brook"
WORK = (
    Work(
        "late",
        "Send the outcome letter",
        LATE.saying("2 days late, Thu 19 Nov"),
        "CO-2026-0061",
        "Mr Tobias Venn-Holloway",
        _kind("Complaint", "complaint"),
        PRIYA,
    ),
    Work(
        "late",
        "Answer the verification call",
        LATE.saying("1 day late, Fri 20 Nov"),
        "DR-2026-0032",
        "Eastbridge Constabulary",
        _kind("Police request", "police"),
        SAM,
    ),
    Work(
        "today",
        "Acknowledge the request",
        SOON.saying("Today"),
        "AR-2026-0147",
        "Ms Marged Ellwood-Price",
        _kind("Access", "access"),
        PRIYA,
    ),
    Work(
        "today",
        "Approve the letter",
        SOON.saying("Today"),
        "LT-2026-0418",
        "Mrs Odile Farthingale",
        _kind("Letter", "letter"),
        PRIYA,
    ),
    Work(
        "today",
        "Post by last collection",
        SOON.saying("Today, 16:30"),
        "LT-2026-0411",
        "Mr Casimir Thackeray",
        _kind("Letter", "letter"),
        LENA,
    ),
    Work(
        "week",
        "Ask for proof of authority",
        _day("Tue 24 Nov"),
        "AR-2026-0145",
        "Miss Juno Abernethy-Cole",
        _kind("Access", "access"),
        SAM,
    ),
    Work(
        "week",
        "Second person decides",
        _day("Wed 25 Nov"),
        "DR-2026-0034",
        "Ledgerwatch Fraud Prevention",
        _kind("Fraud agency", "police"),
        "Dr Amara Lindqvist",
    ),
    Work(
        "week",
        "Send the extension notice",
        _day("Thu 26 Nov"),
        "AR-2026-0129",
        "Mr Lorcan Whitby",
        _kind("Access", "access"),
        PRIYA,
    ),
    Work(
        "week",
        "Tell three recipients",
        _day("Fri 27 Nov"),
        "CR-2026-0022",
        "Mrs Odile Farthingale",
        _kind("Tell others", "tell"),
        LENA,
    ),
)
GROUPS = {
    "late": Group("late", "Overdue", "late", "danger", "2"),
    "today": Group("today", "Today", "soon", "warn", "3, Mon 23 Nov 2026"),
    "week": Group("week", "This week", "date", "text2", "4, to Mon 30 Nov 2026"),
}
COLUMNS: Sequence[Column[Work]] = (
    Column(
        key="act",
        heading="Next action",
        cell=lambda w: Cell(w.act, strong=True),
        sample=Cell("Answer the verification call", strong=True),
    ),
    Column(
        key="due",
        heading="By when",
        cell=lambda w: status_cell(w.due),
        sample=status_cell(LATE.saying("2 days late, Thu 19 Nov")),
    ),
    Column(
        key="ref",
        heading="Reference",
        cell=lambda w: Cell(w.reference, tone="text2"),
        sample="CO-2026-00061",
    ),
    Column(
        key="who",
        heading="Person or organisation",
        cell=lambda w: Cell(w.who),
        grow=1,
        smallest=180,
    ),
    Column(
        key="kind",
        heading="Type",
        cell=lambda w: w.kind,
        sample=_kind("Police request", "police"),
        drop=1,
    ),
    Column(
        key="owner",
        heading="Owner",
        cell=lambda w: Cell(w.owner),
        sample="Dr Amara Lindqvist",
        drop=2,
    ),
)
PLACES = (
    RailItem("today", "Today", "today", "Ctrl+1"),
    RailItem("cases", "Cases", "cases", "Ctrl+2"),
    RailItem("disclosures", "Disclosures", "disclosures", "Ctrl+3"),
    RailItem("letters", "Letters", "letters", "Ctrl+4"),
    RailItem("people", "People", "people", "Ctrl+5"),
    RailItem("deadlines", "Deadlines", "deadlines", "Ctrl+6"),
)
FOOT = (
    RailItem("settings", "Settings", "settings", "Ctrl+,"),
    RailItem("lock", "Lock", "lock", "Ctrl+L"),
)


class TodayPicture(Page):
    def __init__(self) -> None:
        super().__init__("Monday 23 November 2026")
        self.set_summary("Two items are late. Three more fall due today.")
        tiles = [
            Tile("Overdue", "late", "danger"),
            Tile("Due in 7 days", "soon", "warn"),
            Tile("Waiting on others", "paused", "pause"),
            Tile("For my approval", "approval", "accent"),
            Tile("To print and post", "print_queue", "neutral"),
        ]
        facts = (
            ("2", "oldest 2 days"),
            ("7", "3 of them today"),
            ("4", "clock stopped on 3"),
            ("3", "2 letters, 1 request"),
            ("6", "last post 16:30"),
        )
        for tile, (number, meta) in zip(tiles, facts, strict=True):
            tile.set_figure(number, meta)
        self.body.addWidget(TileRow(tiles))
        self.body.addWidget(self._worklist(), 1)

    def _worklist(self) -> QWidget:
        model = PagedModel(
            COLUMNS,
            lambda _cursor, _size: OnePage(WORK),
            group=lambda w: GROUPS[w.group],
        )
        self.table = Table(model, name="Worklist")
        self.table.select_key(WORK[2])
        card = QFrame()
        card.setProperty("k", "card")
        head = QHBoxLayout()
        head.setContentsMargins(17, 11, 13, 4)
        head.setSpacing(9)
        head.addWidget(label("Worklist", SECTION))
        head.addWidget(label("9 of 24, next action first", META))
        head.addStretch(1)
        head.addWidget(
            Segments(
                "Whose work",
                (("all", "Everyone"), ("mine", "Mine"), ("none", "Unassigned")),
            )
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(9, 6, 17, 6)
        foot.addWidget(link("Show the next 15"))
        foot.addStretch(1)
        foot.addWidget(label("Enter opens the item", META))
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        return card


CLOCK = ClockView(
    "paused",
    "Paused since Mon 16 Nov 2026",
    "If answered today, due Fri 4 Dec 2026, 9 working days left",
    (
        ClockStep(
            "Received at Gatehouse",
            "Tue 27 Oct 2026",
            "The clock starts on the day of receipt. UK GDPR Article 12A(2)",
        ),
        ClockStep(
            "One month", "Fri 27 Nov 2026", "The same date next month. Article 12A(1)"
        ),
        ClockStep(
            "Asked what is wanted",
            "Mon 16 Nov 2026",
            "The clock stops while we wait. Article 12A(5)",
        ),
        ClockStep(
            "Days not counted so far",
            "7",
            "16 Nov to 23 Nov; the cautious count, set in Settings",
        ),
        ClockStep(
            "27 Nov plus 7 days",
            "Fri 4 Dec 2026",
            "A working day in England and Wales, so it does not move",
        ),
    ),
    ClockBar(20, 7, 11, "Tue 27 Oct", "Mon 16 Nov", "Fri 4 Dec"),
)
HISTORY = (
    TimelineEntry(
        "paused",
        "Clock paused",
        "Mon 16 Nov, 16:02",
        "pause",
        "Asked which of four addresses the parcels went to.",
    ),
    TimelineEntry(
        "letter",
        "Clarification letter posted",
        "Mon 16 Nov, 15:58",
        "accent",
        "First class, item FP 5521 0093 4GB, posted by Lena Brook.",
        (TimelineLink(1, "LT-2026-0397, 1 page", "file-pdf"),),
    ),
    TimelineEntry(
        "call",
        "Call from Mr Thackeray",
        "Thu 12 Nov, 10:05",
        "neutral",
        "He asked for delivery photographs as well. Sam Okafor, 4 minutes.",
    ),
    TimelineEntry(
        "held",
        "Hold on deletion started",
        "Wed 28 Oct, 09:31",
        "neutral",
        "CCTV of bay 3 and delivery records kept until the case closes.",
    ),
    TimelineEntry(
        "tray",
        "Letter received at Gatehouse",
        "Tue 27 Oct, 08:50",
        "neutral",
        "2 pages, scanned by Lena Brook.",
        (TimelineLink(2, "thackeray-1.pdf"),),
    ),
)
CHECKS = (
    Check("ack", "met", "Acknowledge the request", "Posted Wed 28 Oct 2026"),
    Check(
        "id", "met", "Check identity", "Known customer; no doubt recorded by Sam Okafor"
    ),
    Check(
        "hold", "met", "Start the hold on deletion", "Bay 3 cameras, delivery records"
    ),
    Check("ask", "met", "Ask what is wanted", "Posted Mon 16 Nov 2026"),
    Check(
        "answer",
        "next",
        "Record the answer",
        "Starts the clock again. Reminder on Wed 16 Dec",
    ),
    Check("search", "todo", "Search the systems", "6 places to look"),
    Check("others", "todo", "Check what concerns others"),
    Check("copy", "todo", "Prepare the copy and the Article 15 list"),
    Check("send", "todo", "Send, and release the hold"),
)


class CasePicture(Page):
    def __init__(self) -> None:
        super().__init__("Mr Casimir Thackeray")
        self.set_meta("AR-2026-0131  ·  Copy of data", status.PAUSED, status.MISSING)
        self.set_summary("Owner Sam Okafor  ·  Received Tue 27 Oct 2026 by post")
        self.header_buttons(
            secondary("Other moves", "unfold"),
            primary("Record the answer", "envelope-open"),
        )
        self.clock = ClockCard()
        self.clock.set_clock(CLOCK)
        self.clock.set_unfolded(True)
        self.body.addWidget(self.clock)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._history(), 1)
        row.addWidget(self._tabs())
        self.body.addLayout(row, 1)

    def set_narrow(self, narrow: bool) -> None:
        self.clock.set_narrow(narrow)
        self.history_card.setVisible(not narrow)
        if narrow and not self.pages.has_page("time"):
            self.pages.add_page("time", "Timeline", self.history, at=0)
            self.pages.set_current("time")
        elif not narrow and self.pages.has_page("time"):
            self.history_card.body.addWidget(self.pages.take_page("time"), 1)
            self.history.show()
        self.tab_card.setMaximumWidth(9999 if narrow else 456)
        self.tab_card.setMinimumWidth(0 if narrow else 456)

    def _history(self) -> QWidget:
        card = self.history_card = Card("Timeline")
        card.head.addWidget(
            Segments(
                "Kind of event",
                (
                    ("all", "All"),
                    ("letters", "Letters"),
                    ("calls", "Calls"),
                    ("notes", "Notes"),
                ),
            )
        )
        card.head.addWidget(secondary("Note", "add"))
        history = self.history = Timeline()
        history.set_entries(HISTORY)
        card.body.addWidget(history, 1)
        return card

    def _tabs(self) -> QWidget:
        card = self.tab_card = QFrame()
        card.setProperty("k", "card")
        card.setFixedWidth(456)
        pages = self.pages = TabPages("The case")
        steps = CheckList(ordered=True, counts_shown=False)
        steps.set_checks(CHECKS)
        pages.add_page("steps", "Checklist", steps, "4/9", scrolls=True)
        for key, word, count in (
            ("letters", "Letters", "3"),
            ("docs", "Documents", "2"),
            ("linked", "Linked", "1"),
            ("history", "History", ""),
        ):
            pages.add_page(key, word, QWidget(), count)
        column = QVBoxLayout(card)
        column.setContentsMargins(17, 4, 17, 12)
        column.addWidget(pages)
        return card


def find(text: str) -> Sequence[Hit]:
    found = (
        Hit("access", "Mr Casimir Thackeray", "AR-2026-0131"),
        Hit("letter", "LT-2026-0411", "To print"),
        Hit("add", "New complaint", "Action"),
    )
    return [hit for hit in found if text.lower() in hit.title.lower()]


def make_frame(watermark: str = "") -> Frame:
    bar = StatusBar()
    bar.set_member("Priya Raman, case handler")
    bar.set_backup("Backup good: last verified restore 09:10")
    bar.set_waiting(6)
    bar.set_saved("Draft saved 10:42")
    rail = Rail("Fernleigh", PLACES, foot=FOOT)
    frame = Frame(rail, TopBar(find), bar, watermark=watermark)
    frame.add_page("today", TodayPicture())
    frame.add_page("cases", CasePicture())
    return frame


def main(folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        return
    folder.mkdir(parents=True, exist_ok=True)
    theme = Theme("light")
    theme.apply(app)
    frame = make_frame()
    frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    for choice in ("light", "dark"):
        theme.set_choice(choice)
        for width, height in SIZES:
            frame.resize(width, height)
            frame.show()
            for key in ("today", "cases"):
                frame.rail.set_current(key)
                frame.show_page(key)
                app.processEvents()
                frame.grab().save(str(folder / f"{key}-{width}-{choice}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
