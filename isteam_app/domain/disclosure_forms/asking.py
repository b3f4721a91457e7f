"""Sections 1 to 5: who asks, on whose authority, what for, for what, and why."""

from isteam_app.domain.disclosure_forms.choices import (
    CAME_BY,
    CATEGORIES,
    INSTRUMENTS,
    KINDS,
    PURPOSES,
)
from isteam_app.domain.forms import Answer, Form, Question

REQUESTER = Form(
    key="requester",
    title="Requester",
    about="Who asks, in the words of their letter.",
    questions=(
        Question(key="received", label="Received", answer=Answer.DAY, needed=True),
        Question(
            key="kind",
            label="Kind of requester",
            answer=Answer.ONE,
            choices=KINDS,
            needed=True,
            hint="What they must show depends on it",
        ),
        Question(key="organisation", label="Organisation", needed=True),
        Question(key="department", label="Department or unit"),
        Question(key="officer", label="Who asks", needed_to_decide=True),
        Question(key="rank", label="Rank or grade"),
        Question(key="number", label="Collar, warrant or staff number"),
        Question(key="email", label="Email"),
        Question(
            key="phone",
            label="Telephone in their letter",
            hint="Never the number to call back on",
        ),
        Question(key="address", label="Address", answer=Answer.TEXT),
        Question(key="their_reference", label="Their reference"),
        Question(
            key="how", label="How it came", answer=Answer.ONE, choices=CAME_BY
        ),
    ),
)  # fmt: skip
AUTHORISATION = Form(
    key="authorisation",
    title="Authorisation",
    about="Who stands behind the request, and whether anything compels us.",
    questions=(
        Question(
            key="signed_by",
            label="Counter-signed by",
            hint="Somebody else than the one who asks",
        ),
        Question(key="signed_rank", label="Their rank or grade"),
        Question(key="signed_number", label="Their number"),
        Question(key="signed_on", label="Counter-signed on", answer=Answer.DAY),
        Question(
            key="spoc",
            label="Single point of contact",
            hint="For postal data asked by a public authority",
        ),
        Question(key="spoc_accreditation", label="Their accreditation"),
        Question(
            key="instrument",
            label="Order, warrant or notice",
            answer=Answer.ONE,
            choices=INSTRUMENTS,
            needed_to_decide=True,
            hint="A form that cites Schedule 2 is a request: choose “None”",
        ),
        Question(key="instrument_number", label="Its number"),
        Question(key="issued_by", label="Court, judge or officer who issued it"),
        Question(key="issued_on", label="Issued on", answer=Answer.DAY),
        Question(key="expires", label="Expires on", answer=Answer.DAY),
        Question(key="comply_by", label="Comply by", answer=Answer.DAY),
        Question(
            key="terms",
            label="What it orders",
            answer=Answer.TEXT,
            hint="Read it whole: only what it names may leave",
        ),
        Question(
            key="legal_by",
            label="Legal adviser who signed it off",
            hint="Needed for contents of post, and where the law is unclear",
        ),
        Question(key="legal_on", label="Signed off on", answer=Answer.DAY),
        Question(key="legal_note", label="What legal said", answer=Answer.TEXT),
    ),
)
PURPOSE = Form(
    key="purpose",
    title="Purpose",
    questions=(
        Question(
            key="purpose",
            label="What they need it for",
            answer=Answer.ONE,
            choices=PURPOSES,
            needed_to_decide=True,
        ),
        Question(key="crime_reference", label="Crime reference, operation or URN"),
        Question(
            key="offence",
            label="Offence, fraud or statute",
            hint="What they suspect, or the law they act under",
        ),
        Question(
            key="life_at_risk",
            label="Is a life at risk?",
            answer=Answer.YES_NO,
            hint="Then what is necessary may leave at once, and is recorded after",
        ),
        Question(key="client", label="For whom they act"),
        Question(key="claim", label="Claim, account or filing reference"),
        Question(
            key="proof",
            label="What shows that they may ask",
            answer=Answer.TEXT,
            hint="Membership, contract, power, identity or authority seen",
        ),
        Question(key="purpose_note", label="More about it", answer=Answer.TEXT),
    ),
)
ASKED = Form(
    key="asked",
    title="Data asked",
    law="UK GDPR Article 5(1)(c)",
    about="Only what is necessary: one month, not three years.",
    questions=(
        Question(
            key="asked",
            label="In their words",
            answer=Answer.TEXT,
            needed_to_decide=True,
        ),
        Question(
            key="content",
            label="Is any of it what stands inside post?",
            answer=Answer.YES_NO,
            needed_to_decide=True,
            hint="Letters, parcels and files before printing: a warrant or order only",
        ),
        Question(
            key="special",
            label="Special category or offence data?",
            answer=Answer.YES_NO,
            needed_to_decide=True,
            hint="Health, belief, ethnicity, sex life, biometrics, convictions",
        ),
        Question(
            key="narrowed",
            label="What was agreed to leave out",
            answer=Answer.TEXT,
            hint="With whom, and when",
        ),
        Question(
            key="wide_reason",
            label="Why so much is needed",
            answer=Answer.TEXT,
            hint="For a long or open period, or many people",
        ),
    ),
)
ITEM = Form(
    key="item",
    title="Items asked for",
    add="Add an item",
    many=True,
    questions=(
        Question(
            key="category",
            label="Kind of data",
            answer=Answer.ONE,
            choices=CATEGORIES,
            needed=True,
        ),
        Question(key="what", label="What exactly"),
        Question(key="from", label="From", answer=Answer.DAY),
        Question(key="to", label="To", answer=Answer.DAY),
        Question(key="place", label="Place or camera"),
    ),
)
SUBJECT = Form(
    key="subject",
    title="Whom it is about",
    add="Add a person",
    many=True,
    questions=(
        Question(key="name", label="Name, as they give it", needed=True),
        Question(
            key="details",
            label="What else they give",
            answer=Answer.TEXT,
            hint="Address, date of birth, item numbers",
        ),
    ),
)
"""The fields of a `Subject`, which is no entry: it may be linked to a person."""
NECESSITY = Form(
    key="necessity",
    title="Necessity",
    about="Necessary is more than useful.",
    questions=(
        Question(key="why", label="Why they need it", answer=Answer.TEXT),
        Question(key="less", label="Why less would not do", answer=Answer.TEXT),
        Question(
            key="prejudice_if_refused",
            label="What happens if it is refused",
            answer=Answer.TEXT,
        ),
    ),
)
