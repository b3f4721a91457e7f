"""A request to restrict the use of data (Article 18)."""

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

RESTRICTION_FORM = Form(
    key="restriction",
    title="Restriction",
    law="UK GDPR Article 18",
    about="While it lasts the data is only stored. It is lifted after the person was "
    "told, never before.",
    add="Fill in the restriction",
    wanted_for=("restricted",),
    questions=(
        Question(
            key="ground",
            label="Ground",
            answer=Answer.ONE,
            choices=(
                ("accuracy", "Accuracy is disputed (18(1)(a))"),
                ("unlawful", "Unlawful, but not to be erased (18(1)(b))"),
                ("claims", "Needed by the person for legal claims (18(1)(c))"),
                ("objection", "An objection is being weighed (18(1)(d))"),
            ),
            needed_to_decide=True,
        ),
        Question(key="scope", label="What is restricted", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(key="start", label="In force from", answer=Answer.DAY,
                 needed_to_decide=True),
        SYSTEMS,
        Question(key="review_on", label="Review on", answer=Answer.DAY),
        Question(
            key="lift_reason",
            label="Why it is to be lifted",
            answer=Answer.TEXT,
            hint="Filled in before the lifting notice is written",
        ),
    ),
)  # fmt: skip

RESTRICTION = CaseType(
    kind=CaseKind.RESTRICTION,
    name="Restriction request",
    ask="Restrict the use",
    word="restriction",
    understood="the restriction of how we use personal data we hold about you",
    law="UK GDPR Article 18",
    clock=Request.RESTRICTION,
    events=(*RIGHT, EventKind.LIFTING_NOTICE, EventKind.RESTRICTION_LIFTED),
    acknowledgement="rights-acknowledgement",
    response="restriction-applied",
    answer="Write the answer",
    retention="rights",
    outcomes=(
        Outcome(key="restricted", name="Restricted", letter="restriction-applied"),
        *UNANSWERED,
    ),
    grounds=(
        Ground(key="no_ground", name="No ground applies", law="UK GDPR Article 18(1)"),
        *GROUNDS,
    ),
    forms=(
        RESTRICTION_FORM,
        RECIPIENT_FORM,
        IDENTITY_FORM,
        AUTHORITY_FORM,
        FEE_FORM,
    ),
    other_letters=(
        *QUESTIONS_TO_PERSON,
        "lifting-notice",
        "recipient-notice",
        "recipients-list",
    ),
    after_close=(
        EventKind.LIFTING_NOTICE,
        EventKind.RESTRICTION_LIFTED,
        EventKind.RECIPIENT_TOLD,
    ),
)
