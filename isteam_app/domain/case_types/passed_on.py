"""A request about data we only handle for a client: it belongs to the client."""

from isteam_app.domain.case_types.common import WITHDRAWN
from isteam_app.domain.case_types.definition import CaseType, Outcome
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.forms import Answer, Form, Question

CONTROLLER_FORM = Form(
    key="controller",
    title="The client whose data it is",
    law="UK GDPR Article 28(3)(e)",
    about="We printed or posted for them, so the request is theirs to answer.",
    add="Name the client",
    wanted_for=("passed_on",),
    questions=(
        Question(key="name", label="Client", needed=True),
        Question(
            key="address",
            label="Where the person can write to them",
            answer=Answer.TEXT,
            needed_to_decide=True,
            hint="One line of the envelope a line",
        ),
        Question(key="asked", label="What is asked of them", needed_to_decide=True),
        Question(key="passed_on", label="Passed on", answer=Answer.DAY,
                 needed_to_decide=True),
        Question(key="how", label="How it was passed on", needed_to_decide=True),
        Question(key="confirmed", label="Receipt confirmed on", answer=Answer.DAY),
        Question(key="ours", label="What we answer ourselves", answer=Answer.TEXT,
                 hint="Delivery, signature and CCTV records are our own"),
    ),
)  # fmt: skip

PASSED_ON = CaseType(
    kind=CaseKind.PASSED_ON,
    name="Passed to controller",
    ask="About a client's mailing",
    word="client",
    understood="personal data that we handle for another company",
    law="UK GDPR Article 28(3)(e)",
    clock=None,
    events=(),
    acknowledgement="passed-to-controller",
    response="passed-to-controller",
    answer="Tell them who answers",
    retention="rights",
    outcomes=(
        Outcome(
            key="passed_on",
            name="Passed to the client",
            letter="passed-to-controller",
        ),
        WITHDRAWN,
    ),
    forms=(CONTROLLER_FORM,),
    other_letters=("controller-handover",),
    after_close=(EventKind.RECIPIENT_TOLD,),
)
