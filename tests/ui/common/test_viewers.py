"""Letters shown from memory, and the small parts that report on work."""

from io import BytesIO

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from isteam_app.domain.envelopes import DL_105, window_overlay
from ui.common.pdf_view import PdfView
from ui.common.progress_panel import ProgressPanel
from ui.common.toast import Toast

WINDOW = window_overlay(DL_105)


def pdf(*pages):
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for words in pages:
        canvas.drawString(72, 700, words)
        canvas.rect(0, 0, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def letter(qtbot, theme):
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_a_letter_is_shown_as_wide_as_there_is_room(letter):
    assert letter.set_pdf(pdf("Dear Mr Whitby", "Page two"))
    assert letter.page_count == 2
    room = letter.viewport().width()
    assert room - 26 <= letter.page_rect(0).width() <= room - 22
    corner = letter.drawn(0)
    assert corner.pixelColor(4, corner.height() - 4) == QColor("black")
    assert "Dear Mr Whitby" in letter.accessibleDescription()


def test_another_letter_takes_its_place_where_one_was_reading(letter):
    letter.set_pdf(pdf("One", "Two", "Three"))
    letter.verticalScrollBar().setValue(500)
    letter.set_pdf(pdf("Uno", "Due", "Tre"))
    assert letter.verticalScrollBar().value() == 500
    assert "Uno" in letter.accessibleDescription()


def test_bytes_that_are_no_pdf_leave_the_letter_alone(letter):
    letter.set_pdf(pdf("One"))
    assert not letter.set_pdf(b"%PDF-1.7 and then nothing")
    assert letter.page_count == 1


def test_keys_change_the_size_and_go_back_to_the_width(qtbot, letter):
    letter.set_pdf(pdf("One"))
    fitted = letter.zoom
    qtbot.keyClick(letter, Qt.Key.Key_Plus)
    assert letter.zoom > fitted
    qtbot.keyClick(letter, Qt.Key.Key_0)
    assert letter.zoom == pytest.approx(fitted)


def test_the_window_of_the_envelope_is_drawn_where_it_is(letter):
    letter.set_pdf(pdf("One"))
    before = letter.grab().toImage()
    letter.set_window(WINDOW)
    after = letter.grab().toImage()
    page = letter.page_rect(0)
    each = page.width() / 210

    def differs(across: float, down: float) -> bool:
        x, y = round(page.left() + across * each), round(page.top() + down * each)
        return before.pixel(x, y) != after.pixel(x, y)

    window, keep_out, safe = WINDOW.window, WINDOW.keep_out, WINDOW.safe
    edge = [differs(x, window.top) for x in range(round(safe.left), round(safe.right))]
    assert any(edge)
    assert differs(keep_out.left + 1, keep_out.top + 1)
    assert differs(keep_out.right - 1, keep_out.bottom - 1)
    assert not differs(safe.left + 3, safe.top + 3)
    assert not differs(keep_out.left - 2, keep_out.top - 2)
    letter.set_window(None)
    assert letter.grab().toImage() == before


def test_a_toast_takes_back_what_was_done(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    toast = Toast(page)
    undone = []
    toast.show_message("Letter archived", lambda: undone.append("letter"))
    assert toast.isVisible()
    assert toast.geometry().bottom() < 600
    qtbot.keyClick(toast.undo_button, Qt.Key.Key_Space)
    assert undone == ["letter"]
    assert not toast.isVisible()


def test_a_toast_goes_when_its_time_is_over(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    toast = Toast(page)
    toast.show_message("Saved", seconds=1)
    assert not toast.undo_button.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_progress_counts_and_can_be_stopped(qtbot, theme):
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    panel.begin("Making 240 letters")
    assert not panel.isVisible()
    panel.set_count(86, 240)
    qtbot.waitUntil(panel.isVisible)
    assert panel.count.text() == "86 of 240"
    assert panel.promise.text() == "Cancel leaves nothing half done"
    with qtbot.waitSignal(panel.cancelled):
        qtbot.mouseClick(panel.cancel, Qt.MouseButton.LeftButton)
    assert not panel.cancel.isEnabled()
    panel.finish()
    assert not panel.isVisible()


def test_short_work_shows_no_progress(qtbot, theme):
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    panel.begin("Saving")
    panel.finish()
    qtbot.wait(0)
    assert not panel.isVisible()
