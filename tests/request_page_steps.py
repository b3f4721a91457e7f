"""What a test does on the page of a request."""

from collections.abc import Mapping

from isteam_app.domain.forms import standing
from isteam_app.services.disclosures import open_request
from ui.common.answer_fields import as_typed, put_in
from ui.common.answer_form import AnswerForm
from ui.disclosures.request_page import RequestPage


def put(form: AnswerForm, answers: Mapping[str, str]) -> None:
    """Answer questions as if they were typed."""
    for key, value in answers.items():
        put_in(form.fields[key], as_typed(form.asked.question(key), value))


def kept(qtbot, page: RequestPage) -> None:
    """Wait until what was typed is kept and shown again."""
    qtbot.waitUntil(lambda: not page.view.is_unsaved and page.acts.more.isEnabled())


def entry_of(session, request, form: str):
    return standing(open_request(session, request.id).entries, form)[-1]


def lines(page: RequestPage) -> dict[str, str]:
    return {check.words: check.state for check in page.gate.list.checks()}
