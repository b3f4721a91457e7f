"""The two pages of the register, shown, with a worker of their own."""

from collections.abc import Callable, Iterator

import pytest
from picture_checks import settle
from PySide6.QtWidgets import QWidget
from request_steps import recorded

from isteam_app.services.session import Session
from ui.common.background import Background
from ui.disclosures.register_page import RegisterPage
from ui.disclosures.request_page import RequestPage


@pytest.fixture
def background() -> Iterator[Background]:
    worker = Background()
    yield worker
    worker.close()


@pytest.fixture
def show(qtbot) -> Callable[[QWidget], None]:
    def shown(page: QWidget) -> None:
        qtbot.addWidget(page)
        page.show()
        settle(page, (1112, 720))
        page.activateWindow()

    return shown


@pytest.fixture
def request_page(session: Session, background, show) -> RequestPage:
    page = RequestPage(session, background)
    show(page)
    return page


@pytest.fixture
def register(session: Session, background, show) -> RegisterPage:
    page = RegisterPage(session, background)
    show(page)
    return page


@pytest.fixture
def request_(session):
    return recorded(session)


@pytest.fixture
def opened(request_page, request_) -> RequestPage:
    request_page.open(request_.id)
    return request_page
