"""A refusal comes into sight, however far the form had been scrolled."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from isteam_app.domain.cases import CaseKind
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.intake.intake_page import IntakePage


@pytest.fixture
def page(qtbot, session: Session) -> Iterator[IntakePage]:
    background = Background()
    made = IntakePage(session, background)
    qtbot.addWidget(made)
    made.resize(904, 460)
    made.show()
    qtbot.waitExposed(made)
    yield made
    background.close()


def in_sight(page: IntakePage, widget: QWidget) -> bool:
    view = page.form_scroll.viewport()
    place = QRect(widget.mapTo(view, QPoint(0, 0)), widget.size())
    return view.rect().contains(place)


def test_a_refused_name_is_scrolled_to(page: IntakePage) -> None:
    page.asks[CaseKind.ACCESS].set_value(value=True)
    bar = page.form_scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not in_sight(page, page.person.name)
    page.save.click()
    assert page.person.name.problem()
    assert in_sight(page, page.person.name)
