"""What several kinds of case share: questions to the person, grounds, forms."""

from isteam_app.domain.case_types.definition import Ground, Outcome
from isteam_app.domain.cases import EventKind
from isteam_app.domain.forms import Answer, Form, Question

IDENTITY = (EventKind.IDENTITY_ASKED, EventKind.IDENTITY_RECEIVED)
AUTHORITY = (EventKind.AUTHORITY_ASKED, EventKind.AUTHORITY_RECEIVED)
FEE = (EventKind.FEE_ASKED, EventKind.FEE_PAID)
CLARIFICATION = (EventKind.CLARIFICATION_ASKED, EventKind.CLARIFICATION_RECEIVED)
RIGHT = (
    *IDENTITY,
    *AUTHORITY,
    *FEE,
    EventKind.EXTENDED,
    EventKind.EXTENSION_LATE,
)
"""What may happen to any request under Articles 15 to 21(1)."""

QUESTIONS_TO_PERSON = (
    "identity-request",
    "authority-request",
    "fee-notice",
    "extension-notice",
)

UNFOUNDED = Ground(
    key="unfounded", name="Manifestly unfounded", law="UK GDPR Article 12(5)"
)
EXCESSIVE = Ground(
    key="excessive", name="Manifestly excessive", law="UK GDPR Article 12(5)"
)
EXEMPT = Ground(
    key="exempt", name="An exemption applies", law="DPA 2018 Schedules 2 to 4"
)
NOT_VALID = Ground(
    key="not_valid", name="Not a valid request", law="UK GDPR Article 12"
)
NOTHING_HELD = Ground(key="nothing_held", name="No data held")
NOT_IDENTIFIED = Ground(
    key="not_identified",
    name="Identity or authority was not shown",
    law="UK GDPR Article 12(2) and (6)",
)
DEAD = Ground(
    key="dead", name="The person it is about has died", law="UK GDPR recital 27"
)
GROUNDS = (
    UNFOUNDED,
    EXCESSIVE,
    EXEMPT,
    NOT_VALID,
    NOTHING_HELD,
    NOT_IDENTIFIED,
    DEAD,
)
"""Why any right may be refused."""

REFUSED = Outcome(
    key="refused",
    name="Refused",
    letter="refusal",
    grounds=True,
    ends=True,
    second_person=True,
)
WITHDRAWN = Outcome(
    key="withdrawn", name="Withdrawn by the person", letter="withdrawal", ends=True
)
NO_REPLY = Outcome(
    key="no_reply",
    name="Closed: no reply to our question",
    letter="no-reply-closure",
    ends=True,
)
UNANSWERED = (REFUSED, WITHDRAWN, NO_REPLY)
"""How a request ends without being met."""

IDENTITY_FORM = Form(
    key="identity",
    title="Identity",
    law="UK GDPR Article 12(6)",
    about="Ask only where there is a reasonable doubt, and only for what settles it. "
    "Note what was seen; do not keep copies longer than needed.",
    add="Record an identity check",
    many=True,
    questions=(
        Question(
            key="doubt",
            label="Why identity is in doubt",
            answer=Answer.TEXT,
            needed=True,
        ),
        Question(key="asked_for", label="What was asked for"),
        Question(key="seen", label="What was seen", hint="Kind of document only"),
        Question(key="seen_on", label="Seen on", answer=Answer.DAY),
        Question(key="seen_by", label="Seen by"),
        Question(
            key="decided",
            label="Does it settle the doubt?",
            answer=Answer.YES_NO,
        ),
        Question(key="destroy_by", label="Destroy copies by", answer=Answer.DAY),
        Question(key="destroyed_on", label="Copies destroyed on", answer=Answer.DAY),
        Question(key="returned_on", label="Originals returned on", answer=Answer.DAY),
        Question(key="item_number", label="Item number of the return"),
    ),
    done_by="decided",
)
AUTHORITY_FORM = Form(
    key="authority",
    title="Authority to act",
    law="UK GDPR Article 12(6)",
    about="Whoever acts for the person shows that they may.",
    add="Record an authority check",
    many=True,
    questions=(
        Question(
            key="doubt",
            label="What is missing or unclear",
            answer=Answer.TEXT,
            needed=True,
        ),
        Question(key="seen", label="What was seen"),
        Question(key="seen_on", label="Seen on", answer=Answer.DAY),
        Question(key="seen_by", label="Seen by"),
        Question(key="scope", label="What it covers"),
        Question(key="expires", label="Expires on", answer=Answer.DAY),
        Question(key="decided", label="Is it enough?", answer=Answer.YES_NO),
        Question(key="returned_on", label="Originals returned on", answer=Answer.DAY),
        Question(key="item_number", label="Item number of the return"),
    ),
    done_by="decided",
)
FEE_FORM = Form(
    key="fee",
    title="Fee",
    law="UK GDPR Articles 12(5) and 15(3)",
    about="Answers are free, save where the request is manifestly unfounded or "
    "excessive, or further copies are asked for.",
    add="Record a fee",
    questions=(
        Question(key="amount", label="Amount", needed=True, hint="In pounds: 12.50"),
        Question(
            key="basis",
            label="Why a fee may be charged",
            answer=Answer.ONE,
            choices=(
                ("unfounded", "Manifestly unfounded"),
                ("excessive", "Manifestly excessive"),
                ("copies", "Further copies"),
            ),
            needed=True,
        ),
        Question(key="reason", label="The reason", answer=Answer.TEXT, needed=True),
        Question(key="reckoned", label="How it was reckoned", answer=Answer.TEXT),
        Question(
            key="returned",
            label="Money returned",
            hint="A banknote nobody asked for: item number of the return",
        ),
    ),
)
SEARCH_FORM = Form(
    key="search",
    title="Systems searched",
    law="UK GDPR Article 15(1A)",
    about="A reasonable and proportionate search of each system, and what came of it.",
    add="Add a system",
    many=True,
    questions=(
        Question(key="system", label="System", needed=True),
        Question(key="who", label="Who searches"),
        Question(key="asked_on", label="Asked on", answer=Answer.DAY),
        Question(key="chase_on", label="Chase on", answer=Answer.DAY),
        Question(key="terms", label="Search terms and dates", answer=Answer.TEXT),
        Question(key="done_on", label="Searched on", answer=Answer.DAY),
        Question(
            key="result",
            label="Result",
            answer=Answer.ONE,
            choices=(
                ("found", "Data found"),
                ("nothing", "Nothing found"),
                ("not_needed", "Need not be searched"),
            ),
            needed_to_decide=True,
        ),
        Question(key="notes", label="What was found, or why not", answer=Answer.TEXT),
    ),
    done_by="result",
)
RECIPIENT_FORM = Form(
    key="recipient",
    title="Others who hold the data",
    law="UK GDPR Article 19",
    about="Each of them is told of the change, unless that is impossible or takes "
    "disproportionate effort.",
    add="Add a recipient",
    many=True,
    questions=(
        Question(key="name", label="Recipient", needed=True),
        Question(
            key="address",
            label="Address",
            answer=Answer.TEXT,
            hint="One line of the envelope a line",
        ),
        Question(key="had", label="What they had"),
        Question(key="disclosed_on", label="Given to them on", answer=Answer.DAY),
        Question(
            key="told",
            label="Told of the change?",
            answer=Answer.ONE,
            choices=(
                ("told", "Told"),
                ("impossible", "Not told: impossible"),
                ("disproportionate", "Not told: disproportionate effort"),
                ("exempt", "Not told: an exemption applies"),
            ),
        ),
        Question(key="told_on", label="Told on", answer=Answer.DAY),
        Question(key="reason", label="Why not", answer=Answer.TEXT),
        Question(key="reply", label="Their reply"),
    ),
    done_by="told",
)
SYSTEMS = Question(
    key="systems",
    label="Systems changed",
    answer=Answer.TEXT,
    needed_to_decide=True,
    hint="One a line",
)
