"""A request to put wrong data right (Article 16)."""

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

_CORRECTION_FORM = Form(
    key="correction",
    title="Corrections",
    law="UK GDPR Article 16",
    about="One entry for each thing said to be wrong or incomplete.",
    add="Add a correction",
    many=True,
    wanted_for=("corrected", "part", "not_corrected"),
    questions=(
        Question(key="item", label="What is said to be wrong", needed=True),
        Question(key="old", label="As it stood", answer=Answer.TEXT),
        Question(key="new", label="As it should stand", answer=Answer.TEXT),
        Question(key="evidence", label="Evidence", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(
            key="decision",
            label="Decision",
            answer=Answer.ONE,
            choices=(
                ("corrected", "Corrected"),
                ("completed", "Completed by a statement"),
                ("accurate", "Accurate as it stands"),
            ),
            needed_to_decide=True,
        ),
        Question(
            key="dispute",
            label="Note that it is disputed",
            answer=Answer.TEXT,
            hint="Kept with data found accurate, in the person's words",
        ),
        SYSTEMS,
    ),
    done_by="decision",
)  # fmt: skip

RECTIFICATION = CaseType(
    kind=CaseKind.RECTIFICATION,
    name="Correction request",
    ask="Correct their data",
    word="correction",
    understood="the correction of personal data we hold about you",
    law="UK GDPR Article 16",
    clock=Request.RECTIFICATION,
    events=RIGHT,
    acknowledgement="rights-acknowledgement",
    response="correction-made",
    answer="Write the answer",
    retention="rights",
    outcomes=(
        Outcome(key="corrected", name="Corrected", letter="correction-made"),
        Outcome(
            key="part",
            name="Corrected in part",
            letter="correction-part",
            grounds=True,
            second_person=True,
        ),
        Outcome(
            key="not_corrected",
            name="Found accurate",
            letter="correction-refused",
            grounds=True,
            second_person=True,
        ),
        *UNANSWERED,
    ),
    grounds=(
        Ground(key="accurate", name="The data is accurate", law="DPA 2018 section 205"),
        *GROUNDS,
    ),
    forms=(
        _CORRECTION_FORM,
        RECIPIENT_FORM,
        IDENTITY_FORM,
        AUTHORITY_FORM,
        FEE_FORM,
    ),
    other_letters=(
        *QUESTIONS_TO_PERSON,
        "restriction-applied",
        "recipient-notice",
        "recipients-list",
    ),
    after_close=(EventKind.RECIPIENT_TOLD,),
)
