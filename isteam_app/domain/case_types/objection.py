"""An objection to how data is used (Article 21(1))."""

from isteam_app.domain.case_types.common import (
    AUTHORITY_FORM,
    FEE_FORM,
    GROUNDS,
    IDENTITY_FORM,
    QUESTIONS_TO_PERSON,
    RIGHT,
    SYSTEMS,
    UNANSWERED,
)
from isteam_app.domain.case_types.definition import CaseType, Ground, Outcome
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.clock_events import Request
from isteam_app.domain.forms import Answer, Form, Question

_OBJECTION_FORM = Form(
    key="objection",
    title="Weighing the objection",
    law="UK GDPR Article 21(1)",
    about="The use stops unless compelling grounds outweigh the person's interests, "
    "or it is needed for legal claims.",
    add="Weigh the objection",
    wanted_for=("stopped", "overridden"),
    questions=(
        Question(key="use", label="The use objected to", answer=Answer.TEXT,
                 needed=True),
        Question(key="claimed", label="Their reasons", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(
            key="basis",
            label="Lawful basis of the use",
            answer=Answer.ONE,
            choices=(
                ("public_task", "Public task (6(1)(e))"),
                ("recognised", "Recognised legitimate interest (6(1)(ea))"),
                ("legitimate", "Legitimate interests (6(1)(f))"),
                ("other", "Another basis: the right does not apply"),
            ),
            needed_to_decide=True,
        ),
        Question(
            key="meanwhile",
            label="Use restricted while it is weighed?",
            answer=Answer.YES_NO,
        ),
        Question(key="ours", label="Our grounds", answer=Answer.TEXT),
        Question(key="balance", label="How they weigh against each other",
                 answer=Answer.TEXT, needed_to_decide=True),
        SYSTEMS,
        Question(key="stopped_on", label="Stopped on", answer=Answer.DAY),
    ),
)  # fmt: skip

OBJECTION = CaseType(
    kind=CaseKind.OBJECTION,
    name="Objection",
    ask="Object to a use",
    word="objection",
    understood="your objection to how we use your personal data",
    law="UK GDPR Article 21(1)",
    clock=Request.OBJECTION,
    events=RIGHT,
    acknowledgement="rights-acknowledgement",
    response="objection-upheld",
    answer="Write the answer",
    retention="rights",
    outcomes=(
        Outcome(key="stopped", name="Upheld: the use stops", letter="objection-upheld"),
        Outcome(
            key="overridden",
            name="Overridden",
            letter="objection-overridden",
            grounds=True,
            second_person=True,
        ),
        *UNANSWERED,
    ),
    grounds=(
        Ground(
            key="compelling",
            name="Compelling legitimate grounds",
            law="UK GDPR Article 21(1)",
        ),
        Ground(key="claims", name="Legal claims", law="UK GDPR Article 21(1)"),
        *GROUNDS,
    ),
    forms=(_OBJECTION_FORM, IDENTITY_FORM, AUTHORITY_FORM, FEE_FORM),
    other_letters=QUESTIONS_TO_PERSON,
)
