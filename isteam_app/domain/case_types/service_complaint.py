"""A complaint about a service, such as a lost parcel: no data protection law runs."""

from dataclasses import replace

from isteam_app.domain.case_types.common import WITHDRAWN
from isteam_app.domain.case_types.complaint import FINDINGS, ISSUE_FORM, REMEDY_FORM
from isteam_app.domain.case_types.definition import CaseType
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.forms import Answer, Form, Question

_REDRESS_FORM = Form(
    key="redress",
    title="Redress",
    add="Fill in the redress",
    wanted_for=("upheld", "part"),
    questions=(
        Question(
            key="category",
            label="Category",
            answer=Answer.ONE,
            choices=(
                ("lost", "Lost"),
                ("late", "Late"),
                ("damaged", "Damaged"),
                ("misdelivered", "Delivered to somebody else"),
                ("conduct", "Conduct"),
                ("other", "Something else"),
            ),
            needed_to_decide=True,
        ),
        Question(key="redress", label="What is done about it", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(key="amount", label="Amount paid"),
    ),
)  # fmt: skip

SERVICE_COMPLAINT = CaseType(
    kind=CaseKind.SERVICE_COMPLAINT,
    name="Service complaint",
    ask="Complaint about a service",
    word="service",
    understood="the service you had from us",
    law="House target",
    clock=None,
    events=(EventKind.PROGRESS_TOLD,),
    acknowledgement="service-acknowledgement",
    response="service-outcome",
    answer="Write the outcome",
    retention="complaints",
    outcomes=(
        *(
            replace(each, letter="service-outcome", second_person=False)
            for each in FINDINGS
        ),
        WITHDRAWN,
    ),
    forms=(replace(ISSUE_FORM, law=""), _REDRESS_FORM, REMEDY_FORM),
    other_letters=("complaint-progress",),
)
