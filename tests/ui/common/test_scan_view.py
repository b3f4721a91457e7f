"""Scans in the window: opened elsewhere, shown as they arrive, and let go of."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from isteam_app.services.scans import close_all, scan_from_bytes
from ui.common import scan_pages
from ui.common.background import Job
from ui.common.scan_view import ScanView
from ui.session_work import SessionWork


def pdf(*pages: str, encrypt: str | None = None) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=encrypt)
    for words in pages:
        canvas.drawString(72, 700, words)
        canvas.rect(0, 0, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def png(width: int = 300, height: int = 400) -> bytes:
    """White paper whose left half is red along the top."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((255, 0, 0), (0, 0, width // 2, 20))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


Settled = Callable[[bytes], None]


@pytest.fixture
def view(qtbot: QtBot, theme: object) -> Iterator[ScanView]:
    view = ScanView()
    qtbot.addWidget(view)
    view.resize(500, 500)
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.clear()


@pytest.fixture
def show(qtbot: QtBot, view: ScanView) -> Settled:
    def show(data: bytes) -> None:
        with qtbot.waitSignal(view.settled, timeout=30_000):
            view.set_scan(data)

    return show


def sharp(qtbot: QtBot, view: ScanView, page: int = 0) -> QImage:
    """The page once it has arrived in the size of the screen."""

    def is_there() -> bool:
        return view.sheets.drawn(page).size() == view.sheets.pixels(page)

    qtbot.waitUntil(is_there, timeout=30_000)
    return view.sheets.drawn(page)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_picture_can_be_turned(qtbot: QtBot, view: ScanView, show: Settled) -> None:
    show(png())
    assert view.page_count == 1
    upright = view.sheets.page_rect(0)
    assert upright.height() > upright.width()
    image = sharp(qtbot, view)
    assert image.pixelColor(4, 4) == QColor("red")
    assert image.pixelColor(image.width() - 4, 4) == QColor("white")
    view.rotate_right()
    turned = view.sheets.page_rect(0)
    assert turned.width() > turned.height()
    image = sharp(qtbot, view)
    assert image.pixelColor(image.width() - 4, 4) == QColor("red")
    assert image.pixelColor(4, 4) == QColor("white")
    for _ in range(2):
        view.rotate_left()
    image = sharp(qtbot, view)
    assert image.pixelColor(4, image.height() - 4) == QColor("red")


def test_a_scan_of_many_pages_shows_them_beside_it(
    qtbot: QtBot, view: ScanView, show: Settled
) -> None:
    show(pdf("One", "Two", "Three"))
    assert view.thumbnails.isVisible()
    pages = view.thumbnails.model()
    assert pages.rowCount() == 3
    view.thumbnails.setCurrentIndex(pages.index(2, 0))
    assert view.sheets.verticalScrollBar().value() > 0
    assert view.position.text() == "Page 3 of 3"

    def has_ink(index: QModelIndex) -> bool:
        small = index.data(Qt.ItemDataRole.DecorationRole).toImage()
        return bool(small.pixelColor(2, small.height() - 3).lightness() < 128)

    qtbot.waitUntil(lambda: has_ink(pages.index(1, 0)), timeout=30_000)
    paper = sharp(qtbot, view, 2)
    assert paper.pixelColor(4, paper.height() - 4) == QColor("black")


def test_there_is_paper_of_the_right_size_before_a_page_arrives(
    view: ScanView, show: Settled
) -> None:
    show(pdf("One"))
    assert view.sheets.drawn(0).isNull()
    assert view.sheets.page_rect(0).height() > view.sheets.page_rect(0).width()


def test_a_larger_page_is_asked_for_anew_and_the_old_one_stands_in(
    qtbot: QtBot, view: ScanView, show: Settled
) -> None:
    show(pdf("One"))
    small = sharp(qtbot, view)
    view.zoom_in()
    waiting = view.sheets.drawn(0).size()
    assert not waiting.isEmpty()
    assert waiting != view.sheets.pixels(0)
    assert sharp(qtbot, view).width() > small.width()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n and no more", "This picture is damaged and cannot be sho"),
        (b"%PDF-1.7", "This PDF is damaged and cannot be shown"),
        (b"not what it says", "This file is damaged and cannot be shown"),
        (pdf("Hidden", encrypt="not for us"), "protected by a password"),
    ],
)
def test_a_scan_that_cannot_be_shown_says_so(
    view: ScanView, show: Settled, data: bytes, words: str
) -> None:
    show(png())
    show(data)
    assert view.page_count == 0
    assert words in view.problem.text()
    assert "kept as it came" in view.problem.text()
    assert view.problem.isVisible()
    assert not view.sheets.isVisible()
    show(png())
    assert view.sheets.isVisible()
    assert not view.problem.isVisible()


def test_another_scan_ends_the_process_of_the_last(
    qtbot: QtBot, view: ScanView, show: Settled
) -> None:
    show(pdf("One"))
    first = view.pages.process_id
    assert alive(first)
    show(png())
    qtbot.waitUntil(lambda: not alive(first))
    second = view.pages.process_id
    assert alive(second)
    view.clear()
    qtbot.waitUntil(lambda: not alive(second))
    assert view.pages.kept_bytes == 0


def test_a_choice_made_while_the_last_still_opens_wins(
    qtbot: QtBot, view: ScanView
) -> None:
    for words in ("One", "Two"):
        view.set_scan(pdf(*[words] * 30))
    with qtbot.waitSignal(view.settled, timeout=30_000):
        view.set_scan(png())
    assert view.page_count == 1
    qtbot.waitUntil(lambda: not view.is_working, timeout=30_000)
    assert view.page_count == 1


def test_locking_ends_the_process_whatever_it_does(
    view: ScanView, show: Settled
) -> None:
    show(pdf("One"))
    process = view.pages.process_id
    os.kill(process, signal.SIGSTOP)  # it hears nothing any more
    close_all()
    assert not alive(process)


def test_the_lock_waits_for_no_scan_and_leaves_no_process(
    qtbot: QtBot, view: ScanView, show: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(pdf("One"))
    shown = view.pages.process_id
    silent = [sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr("isteam_app.scan_rendering.process.command", lambda: silent)
    work, ended = SessionWork(), []
    for _ in range(3):
        job = Job(lambda told: scan_from_bytes("never.pdf", pdf("Never"), told))
        job.succeeded.connect(lambda scan: ended.append(scan.trouble))
        job.cancelled.connect(lambda: ended.append("cancelled"))
        work.start(job)
    work.end()
    assert set(ended) <= {"cancelled"}  # what was only queued says nothing
    assert not alive(shown)


def test_the_process_goes_with_the_window(qtbot: QtBot, theme: object) -> None:
    view = ScanView()
    with qtbot.waitSignal(view.settled, timeout=30_000):
        view.set_scan(pdf("One"))
    process = view.pages.process_id
    assert alive(process)
    view.deleteLater()
    QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
    assert not alive(process)


def test_a_process_killed_meanwhile_is_not_noticed(
    qtbot: QtBot, view: ScanView, show: Settled
) -> None:
    show(pdf("One", "Two"))
    sharp(qtbot, view)
    os.kill(view.pages.process_id, signal.SIGKILL)
    view.set_page(1)
    paper = sharp(qtbot, view, 1)
    assert paper.pixelColor(4, paper.height() - 4) == QColor("black")
    assert not view.problem.isVisible()


def test_what_is_kept_of_many_large_pages_is_bounded(
    qtbot: QtBot, view: ScanView, show: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_pages, "BUDGET", 6_000_000)
    show(pdf(*[f"Page {number}" for number in range(8)]))
    for page in range(8):
        view.set_page(page)
        qtbot.waitUntil(lambda: not view.is_working, timeout=30_000)
        sharp(qtbot, view, page)
        assert 0 < view.pages.kept_bytes <= 6_000_000
