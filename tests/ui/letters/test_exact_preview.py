"""The pages come between the keys; the records are asked at a pause."""

from types import SimpleNamespace

import pytest

from ui.common.background import Background
from ui.letters import exact_preview
from ui.letters.exact_preview import ExactPreview

CHECKED = SimpleNamespace(recipient="somebody")


@pytest.fixture
def asked(monkeypatch):
    """What was built, and how: a body each."""
    calls = []

    def looked(_session, _desk, body, _answers):
        calls.append(("looked", body))
        return body

    def typed(_desk, body, _answers, _last):
        calls.append(("typed", body))
        return body

    monkeypatch.setattr(exact_preview, "looked", looked)
    monkeypatch.setattr(exact_preview, "typed", typed)
    return calls


@pytest.fixture
def exact(qtbot):
    background = Background()
    made = ExactPreview(background)
    yield made
    made.stop()
    background.close()


def test_the_first_pages_come_with_the_check(exact, asked, qtbot):
    exact.ask(None, None, "a", {}, None)
    exact.ask(None, None, "b", {}, SimpleNamespace(recipient=None))
    qtbot.waitUntil(lambda: exact.is_settled)
    assert {how for how, _ in asked} == {"looked"}
    assert asked[-1] == ("looked", "b")


def test_while_one_types_the_records_rest(exact, asked, qtbot):
    shown = []
    exact.built.connect(shown.append)
    for body in ("a", "ab", "abc"):
        exact.ask(None, None, body, {}, CHECKED)
        qtbot.waitUntil(lambda body=body: body in shown)
    assert {how for how, _ in asked} == {"typed"}
    assert not exact.is_settled
    qtbot.waitUntil(lambda: exact.is_settled)
    assert asked[-1] == ("looked", "abc")
    assert [how for how, _ in asked].count("looked") == 1


def test_what_is_stopped_is_not_asked_later(exact, asked, qtbot):
    exact.ask(None, None, "a", {}, CHECKED)
    exact.stop()
    assert exact.is_settled
    assert asked == []
