"""A complaint about the use of personal data (DPA 2018 section 164A)."""

from isteam_app.domain.case_types.common import WITHDRAWN
from isteam_app.domain.case_types.definition import CaseType, Outcome
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.clock_events import Request
from isteam_app.domain.forms import Answer, Form, Question

ISSUE_FORM = Form(
    key="issue",
    title="Issues",
    law="DPA 2018 section 164A(4) and (5)",
    about="Each thing complained of, looked into and concluded on its own.",
    add="Add an issue",
    many=True,
    wanted_for=("upheld", "part", "not_upheld"),
    questions=(
        Question(key="issue", label="What is complained of", needed=True),
        Question(key="enquiries", label="Enquiries made", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(key="findings", label="Findings", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(
            key="finding",
            label="Conclusion",
            answer=Answer.ONE,
            choices=(
                ("upheld", "Upheld"),
                ("part", "Upheld in part"),
                ("not_upheld", "Not upheld"),
            ),
            needed_to_decide=True,
        ),
    ),
    done_by="finding",
)  # fmt: skip
REMEDY_FORM = Form(
    key="remedy",
    title="Remedy and lessons",
    about="What is put right for the person, and what keeps it from happening again.",
    add="Fill in the remedy",
    wanted_for=("upheld", "part"),
    questions=(
        Question(key="remedy", label="Remedy", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(
            key="root_cause",
            label="Root cause",
            answer=Answer.ONE,
            choices=(
                ("mistake", "A mistake"),
                ("training", "Training"),
                ("process", "The way we work"),
                ("system", "A system"),
                ("supplier", "A supplier or partner"),
                ("other", "Something else"),
            ),
            needed_to_decide=True,
        ),
        Question(key="prevention", label="What keeps it from happening again",
                 answer=Answer.TEXT),
        Question(key="lessons", label="Lessons", answer=Answer.TEXT),
        Question(key="breach", label="Is it also a personal data breach?",
                 answer=Answer.YES_NO,
                 hint="A risk to people is reported within 72 hours of knowing"),
    ),
)  # fmt: skip
FINDINGS = (
    Outcome(key="upheld", name="Upheld", letter="complaint-outcome"),
    Outcome(key="part", name="Upheld in part", letter="complaint-outcome"),
    Outcome(
        key="not_upheld",
        name="Not upheld",
        letter="complaint-outcome",
        second_person=True,
    ),
)

COMPLAINT = CaseType(
    kind=CaseKind.COMPLAINT,
    name="Data protection complaint",
    ask="Data protection complaint",
    word="complaint",
    understood="how we have used your personal data",
    law="Data Protection Act 2018 section 164A",
    clock=Request.DATA_PROTECTION_COMPLAINT,
    events=(EventKind.PROGRESS_TOLD,),
    acknowledgement="complaint-acknowledgement",
    response="complaint-outcome",
    answer="Write the outcome",
    retention="complaints",
    outcomes=(*FINDINGS, WITHDRAWN),
    forms=(ISSUE_FORM, REMEDY_FORM),
    other_letters=("complaint-progress",),
)
