"""The numbers of a year: counted, kept back, charted, and read as tables."""

from datetime import date, timedelta

import pytest
from builders import new_request
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from request_steps import lock_asked, recorded, second

from isteam_app.domain.disclosures import (
    ApprovedHow,
    Decision,
    DisclosureState,
    RequesterKind,
)
from ui.common.charts import Bar, ColumnChart, nice_ticks
from ui.disclosures.numbers_page import NumbersPage


def keep(session, count: int = 1, **changes: object) -> None:
    with session.vault.change(
        "disclosure.recorded", by=session.member.name, at=session.now()
    ) as work:
        for _ in range(count):
            work.disclosures.add(new_request(**changes))
        work.commit()


@pytest.fixture
def year(session) -> None:
    """Nine of March that took four days, three of November, one of last year."""
    keep(
        session,
        9,
        received=date(2026, 3, 2),
        decision=Decision.DISCLOSE,
        decided_on=date(2026, 3, 6),
        approved_how=ApprovedHow.COVER,
        state=DisclosureState.CLOSED,
    )
    keep(session, 2, kind=RequesterKind.COURT, emergency=True)
    keep(
        session,
        state=DisclosureState.WAITING,
        decision=Decision.MORE,
        waiting_since=session.today - timedelta(40),
    )
    keep(session, received=date(2025, 5, 1))


@pytest.fixture
def numbers(session, background, show) -> NumbersPage:
    page = NumbersPage(session, background)
    show(page)
    return page


def figures(page: NumbersPage) -> dict[str, str]:
    return {key: each.number.text() for key, each in page.figures.items()}


def bars(page: NumbersPage, key: str) -> dict[str, int | None]:
    card = page.months if key == "month" else page.charts[key]
    return {bar.words: bar.count for bar in card.chart.bars}


def test_a_year_is_counted(year, numbers):
    numbers.refresh()
    assert figures(numbers) == {
        "total": "12",
        "median": "4",
        "long": "0",
        "emergency": "2",
        "cover": "9",
    }
    assert numbers.summary.text() == (
        "Requests received from Thu 1 Jan 2026 to Mon 23 Nov 2026"
    )
    months = bars(numbers, "month")
    assert list(months)[-1] == "Nov"
    assert (months["Mar"], months["Nov"], months["Apr"]) == (9, 3, 0)
    assert bars(numbers, "kind") == {"Police": 10, "Court or tribunal": 2}
    assert bars(numbers, "decision")["Disclosed in full"] == 9
    assert bars(numbers, "days")["3 to 5 days"] == 9
    waiting = numbers.charts["waiting"].chart.bars
    assert [(bar.count, bar.late) for bar in waiting] == [
        (0, False),
        (0, False),
        (1, True),
    ]


def test_another_year_is_chosen(year, numbers):
    numbers.refresh()
    assert [numbers.year.itemText(at) for at in range(2)] == ["2026", "2025"]
    numbers.year.setCurrentText("2025")
    assert figures(numbers)["total"] == "1"
    assert list(bars(numbers, "month"))[-1] == "Dec"
    assert "to Wed 31 Dec 2025" in numbers.summary.text()
    numbers.refresh()
    assert numbers.year.currentText() == "2025"


def test_small_numbers_are_kept_back_and_it_is_said(year, numbers):
    numbers.refresh()
    numbers.small.click()
    shown = figures(numbers)
    assert shown["emergency"] == "\u2013"
    assert shown["median"] == "\u2013"
    assert "2" not in shown.values()
    assert bars(numbers, "kind")["Court or tribunal"] is None
    assert "kept back" in numbers.note.text()
    spoken = numbers.charts["kind"].chart.accessibleDescription()
    assert "Court or tribunal kept back" in spoken
    numbers.small.click()
    assert figures(numbers)["emergency"] == "2"


def test_too_few_to_tell_anything_leave_no_number_behind(session, numbers):
    for kind in RequesterKind:
        keep(
            session,
            kind=kind,
            decision=Decision.REFUSE,
            decided_on=session.today,
            state=DisclosureState.CLOSED,
        )
    numbers.small.click()
    shown = figures(numbers)
    assert {shown[key] for key in ("total", "median", "long", "cover")} == {"\u2013"}
    assert numbers.figures["median"].fact.text() == "\u2013 decided"


def test_locked_requests_are_counted_for_those_who_see_them(session, background, show):
    recorded(session, lock=lock_asked(session))
    lead = NumbersPage(session, background)
    handler = NumbersPage(second(session, "handler", "Billie Plain"), background)
    for page in (lead, handler):
        show(page)
        assert figures(page)["total"] == "0"
    assert lead.locked.isVisible()
    assert not handler.locked.isVisible()
    lead.locked.click()
    assert figures(lead)["total"] == "1"


def test_numbers_not_used_are_told_of_the_year_chosen(session, numbers):
    kept = recorded(session)
    with session.vault.change(
        "disclosure.locked", by=session.member.name, at=session.now()
    ) as work:
        work.locks.hide_number(kept.id, kept.reference)
        work.commit()
    numbers.refresh()
    assert numbers.note.text().endswith("Numbers not used: D-2026-00001")


def test_every_chart_is_a_table_too(year, numbers):
    numbers.refresh()
    assert numbers.charts["kind"].chart.isVisible()
    QTest.keyClick(numbers, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert numbers.as_table.isChecked()
    assert not numbers.charts["kind"].chart.isVisible()
    assert numbers.months.table.isVisible()
    assert "Police 10" in numbers.charts["kind"].chart.accessibleDescription()
    QTest.keyClick(numbers, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert numbers.charts["kind"].chart.isVisible()


def test_many_kinds_are_told_in_a_few_rows(session, numbers):
    for kind in RequesterKind:
        keep(session, kind=kind)
    numbers.refresh()
    shown = bars(numbers, "kind")
    assert len(shown) == 8
    assert shown["11 others"] == 11
    assert sum(count or 0 for count in shown.values()) == len(RequesterKind)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (56, (0, 20, 40, 60)),
        (100_000, (0, 50_000, 100_000)),
    ],
)
def test_the_grid_has_round_numbers(most, ticks):
    assert nice_ticks(most) == ticks


def test_a_bar_is_as_high_as_its_number(qtbot, theme):
    chart = ColumnChart("Heights")
    qtbot.addWidget(chart)
    chart.resize(300, 220)
    heights = []
    for count in (0, 50, 100):
        chart.set_bars([Bar("Jan", count), Bar("Feb", 100)])
        image = chart.grab().toImage()
        column = next(
            x
            for x in range(image.width())
            if any(image.pixelColor(x, y).name() == "#2446ad" for y in range(220))
        )
        painted = [
            y for y in range(220) if image.pixelColor(column + 4, y).name() == "#2446ad"
        ]
        heights.append((column, len(painted)))
    feb, half, full = heights
    assert feb[0] > full[0]  # nothing is painted for none
    assert abs(half[1] * 2 - full[1]) <= 2


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_covered(theme, year, numbers, look, size):
    theme.set_choice(look)
    numbers.refresh()
    for _ in range(2):
        settle(numbers, (size[0] - 56, size[1] - 80))
        assert findings(numbers) == []
        numbers.as_table.click()
