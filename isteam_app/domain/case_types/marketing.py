"""An objection to direct marketing (Article 21(2)), or an opt-out under PECR."""

from isteam_app.domain.case_types.common import IDENTITY, IDENTITY_FORM, WITHDRAWN
from isteam_app.domain.case_types.definition import CaseType, Outcome
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.clock_events import Request
from isteam_app.domain.forms import Answer, Form, Question

CHANNELS = (
    ("post", "Post"),
    ("email", "Email"),
    ("phone", "Phone"),
    ("sms", "Text message"),
    ("automated", "Automated calls"),
    ("fax", "Fax"),
    ("other", "Other electronic means"),
)
SCOPES = (
    ("own", "Our own products"),
    ("similar", "Similar products"),
    ("third_party", "Other companies' products"),
)
SUPPRESSION_FORM = Form(
    key="suppression",
    title="Suppression",
    law="UK GDPR Article 21(2) and (3), PECR 2003",
    about="Absolute: there is nothing to weigh. Stop first, confirm after.",
    add="Stop the marketing",
    many=True,
    wanted_for=("suppressed",),
    questions=(
        Question(key="channels", label="Channels", answer=Answer.SEVERAL,
                 choices=CHANNELS, needed=True),
        Question(key="scopes", label="Marketing of", answer=Answer.SEVERAL,
                 choices=SCOPES, needed=True),
        Question(key="effective", label="Stopped from", answer=Answer.DAY, needed=True),
        Question(key="keys", label="Found by", answer=Answer.TEXT, needed=True,
                 hint="Name and address, email, phone: as the lists hold them"),
        Question(key="brands", label="Brands"),
        Question(key="systems", label="Lists and systems it was set in",
                 answer=Answer.TEXT, needed_to_decide=True, hint="One a line"),
        Question(key="third_parties", label="Passed to other companies",
                 answer=Answer.TEXT, hint="One name a line: the letter names them"),
        Question(key="clients_told", label="Clients told",
                 hint="Whose marketing we print, and when they were told"),
    ),
)  # fmt: skip

MARKETING = CaseType(
    kind=CaseKind.MARKETING,
    name="Marketing opt-out",
    ask="Stop marketing",
    word="marketing",
    understood="that we stop sending you marketing",
    law="UK GDPR Article 21(2)",
    clock=Request.MARKETING_OBJECTION,
    events=IDENTITY,
    acknowledgement="marketing-confirmation",
    response="marketing-confirmation",
    answer="Write the confirmation",
    retention="suppression",
    outcomes=(
        Outcome(
            key="suppressed", name="Marketing stopped", letter="marketing-confirmation"
        ),
        WITHDRAWN,
    ),
    forms=(SUPPRESSION_FORM, IDENTITY_FORM),
    other_letters=("identity-request",),
    at_once=EventKind.SUPPRESSED,
)
