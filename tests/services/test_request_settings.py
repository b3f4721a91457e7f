"""How third parties' requests are judged is set within bounds, and kept."""

from dataclasses import replace

import pytest

from isteam_app.domain.settings import Requests, Settings
from isteam_app.errors import RuleBroken
from isteam_app.services.request_settings import check_requests
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings


def test_the_usual_settings_can_be_judged_by(session: Session) -> None:
    check_requests(session.settings())


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("counter_rank", "Captain", "counter_rank"),
        ("counter_rank", "", "counter_rank"),
        ("widest_days", 0, "widest_days"),
        ("most_subjects", 0, "most_subjects"),
        ("emergency_working_days", 11, "emergency_working_days"),
        ("lock_review_days", 731, "lock_review_days"),
        ("second_person", ("disclose", "shrug"), "request_decisions"),
        ("second_person", ("undecided",), "request_decisions"),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, field: str, value: object, named: str
) -> None:
    wrong = with_requests(session, **{field: value})
    with pytest.raises(RuleBroken) as refused:
        save_settings(session, wrong)
    assert refused.value.field == named
    assert session.settings().requests == Requests()


def test_what_was_set_comes_back(session: Session) -> None:
    wanted = with_requests(
        session,
        counter_rank="Superintendent",
        widest_days=7,
        most_subjects=3,
        second_person=("disclose",),
        emergency_working_days=2,
        lock_review_days=30,
        call_back_wanted=False,
        ipa_gate=False,
    )
    save_settings(session, wanted)
    assert session.settings().requests == wanted.requests


def with_requests(session: Session, **changed: object) -> Settings:
    settings = session.settings()
    requests = replace(settings.requests, **changed)  # type: ignore[arg-type]
    return replace(settings, requests=requests)
