"""A request to have data erased (Article 17)."""

from isteam_app.domain.case_types.common import (
    AUTHORITY_FORM,
    FEE_FORM,
    GROUNDS,
    IDENTITY_FORM,
    QUESTIONS_TO_PERSON,
    RECIPIENT_FORM,
    RIGHT,
    SYSTEMS,
    UNANSWERED,
)
from isteam_app.domain.case_types.definition import CaseType, Ground, Outcome
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.clock_events import Request
from isteam_app.domain.forms import Answer, Form, Question

_EXCEPTIONS = (
    ("expression", "Freedom of expression and information (17(3)(a))"),
    ("obligation", "A legal obligation or public task (17(3)(b))"),
    ("health", "Public health (17(3)(c))"),
    ("research", "Archiving, research or statistics (17(3)(d))"),
    ("claims", "Legal claims (17(3)(e))"),
)
_ERASURE_FORM = Form(
    key="erasure",
    title="Erasure",
    law="UK GDPR Article 17",
    about="Only data held when the request came is in question.",
    add="Fill in the erasure",
    wanted_for=("erased", "part"),
    questions=(
        Question(
            key="ground",
            label="Ground of the request",
            answer=Answer.ONE,
            choices=(
                ("unneeded", "No longer necessary (17(1)(a))"),
                ("consent", "Consent withdrawn (17(1)(b))"),
                ("objection", "Objection upheld or marketing (17(1)(c))"),
                ("unlawful", "Used unlawfully (17(1)(d))"),
                ("obligation", "The law requires erasure (17(1)(e))"),
                ("child", "Online service offered to a child (17(1)(f))"),
            ),
            needed_to_decide=True,
        ),
        Question(
            key="exceptions",
            label="Exceptions that apply",
            answer=Answer.SEVERAL,
            choices=_EXCEPTIONS,
        ),
        Question(key="erased", label="What is erased", answer=Answer.TEXT,
                 needed_to_decide=True, hint="Kinds of data, one a line"),
        Question(key="erased_on", label="Erased on", answer=Answer.DAY,
                 needed_to_decide=True),
        SYSTEMS,
        Question(key="backups", label="What happens to backups", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(key="kept", label="What is kept", answer=Answer.TEXT),
        Question(key="kept_why", label="Why it is kept", answer=Answer.TEXT),
        Question(
            key="suppressed",
            label="Suppression kept so that it does not return?",
            answer=Answer.YES_NO,
        ),
    ),
)  # fmt: skip

ERASURE = CaseType(
    kind=CaseKind.ERASURE,
    name="Erasure request",
    ask="Erase their data",
    word="erasure",
    understood="the erasure of personal data we hold about you",
    law="UK GDPR Article 17",
    clock=Request.ERASURE,
    events=RIGHT,
    acknowledgement="rights-acknowledgement",
    response="erasure-done",
    answer="Write the answer",
    retention="rights",
    outcomes=(
        Outcome(key="erased", name="Erased", letter="erasure-done", second_person=True),
        Outcome(
            key="part",
            name="Erased in part",
            letter="erasure-part",
            grounds=True,
            second_person=True,
        ),
        Outcome(key="nothing_held", name="Nothing held", letter="nothing-held"),
        *UNANSWERED,
    ),
    grounds=(
        Ground(key="no_ground", name="No ground applies", law="UK GDPR Article 17(1)"),
        *(
            Ground(key=key, name=name, law="UK GDPR Article 17(3)")
            for key, name in _EXCEPTIONS
        ),
        *GROUNDS,
    ),
    forms=(_ERASURE_FORM, RECIPIENT_FORM, IDENTITY_FORM, AUTHORITY_FORM, FEE_FORM),
    other_letters=(*QUESTIONS_TO_PERSON, "recipient-notice", "recipients-list"),
    after_close=(EventKind.RECIPIENT_TOLD,),
)
