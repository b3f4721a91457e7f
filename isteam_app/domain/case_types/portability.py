"""A request for data in a form another company can read (Article 20)."""

from isteam_app.domain.case_types.common import (
    AUTHORITY_FORM,
    FEE_FORM,
    GROUNDS,
    IDENTITY_FORM,
    QUESTIONS_TO_PERSON,
    RIGHT,
    SEARCH_FORM,
    UNANSWERED,
)
from isteam_app.domain.case_types.definition import CaseType, Ground, Outcome
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.clock_events import Request
from isteam_app.domain.forms import Answer, Form, Question


def _condition(key: str, label: str) -> Question:
    return Question(key=key, label=label, answer=Answer.YES_NO, needed_to_decide=True)


PACKAGE_FORM = Form(
    key="package",
    title="The data sent",
    law="UK GDPR Article 20",
    about="All three conditions must hold. The checksum proves what was sent.",
    add="Fill in the transfer",
    wanted_for=("sent",),
    questions=(
        _condition("provided", "Provided by the person, or observed of them?"),
        _condition("basis", "Used by consent or for a contract?"),
        _condition("automated", "Kept by automated means, not on paper?"),
        Question(
            key="format",
            label="Format",
            answer=Answer.ONE,
            choices=(("csv", "CSV"), ("json", "JSON")),
            needed_to_decide=True,
        ),
        Question(
            key="destination",
            label="Sent to",
            answer=Answer.ONE,
            choices=(
                ("person", "The person"),
                ("controller", "Another company, as they ask"),
            ),
            needed_to_decide=True,
        ),
        Question(key="controller", label="Which company"),
        Question(key="files", label="Files", answer=Answer.TEXT,
                 needed_to_decide=True, hint="One name a line"),
        Question(key="checksum", label="Checksum (SHA-256)", needed_to_decide=True),
    ),
)  # fmt: skip

PORTABILITY = CaseType(
    kind=CaseKind.PORTABILITY,
    name="Portability request",
    ask="Data to take elsewhere",
    word="portability",
    understood="your personal data in a form that another company can read",
    law="UK GDPR Article 20",
    clock=Request.PORTABILITY,
    events=RIGHT,
    acknowledgement="rights-acknowledgement",
    response="portability-sent",
    answer="Write the answer",
    retention="rights",
    outcomes=(
        Outcome(key="sent", name="Sent", letter="portability-sent"),
        Outcome(key="nothing_held", name="Nothing held", letter="nothing-held"),
        *UNANSWERED,
    ),
    grounds=(
        Ground(
            key="conditions",
            name="The conditions are not met",
            law="UK GDPR Article 20(1)",
        ),
        Ground(
            key="others",
            name="It would harm other people's rights",
            law="UK GDPR Article 20(4)",
        ),
        *GROUNDS,
    ),
    forms=(PACKAGE_FORM, SEARCH_FORM, IDENTITY_FORM, AUTHORITY_FORM, FEE_FORM),
    other_letters=QUESTIONS_TO_PERSON,
)
