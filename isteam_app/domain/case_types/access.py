"""A request for a copy of one's data (Article 15)."""

from isteam_app.domain.case_types.common import (
    AUTHORITY_FORM,
    CLARIFICATION,
    FEE_FORM,
    GROUNDS,
    IDENTITY_FORM,
    QUESTIONS_TO_PERSON,
    RIGHT,
    SEARCH_FORM,
    UNANSWERED,
)
from isteam_app.domain.case_types.definition import CaseType, Outcome
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.clock_events import Request
from isteam_app.domain.forms import Answer, Form, Question

_ANSWERED = ("given", "part", "nothing_held")

HOLD_FORM = Form(
    key="hold",
    title="Hold on deletion",
    law="DPA 2018 section 173",
    about="Nothing that is asked for may be deleted, CCTV least of all, until the "
    "answer is given.",
    add="Add a hold",
    many=True,
    questions=(
        Question(key="what", label="What is held", needed=True),
        Question(key="since", label="Since", answer=Answer.DAY),
        Question(
            key="confirmed_by",
            label="Confirmed by",
            hint="Who has stopped the overwriting",
        ),
        Question(key="confirmed_on", label="Confirmed on", answer=Answer.DAY),
        Question(key="released_on", label="Released on", answer=Answer.DAY),
        Question(key="notes", label="Places, cameras, dates", answer=Answer.TEXT),
    ),
    done_by="released_on",
)
_ITEM_FORM = Form(
    key="item",
    title="What is given and held back",
    law="UK GDPR Article 15(3), DPA 2018 Schedules 2 to 4",
    about="Item by item: an exemption covers only what it must.",
    add="Add an item",
    many=True,
    questions=(
        Question(key="item", label="Item", needed=True),
        Question(
            key="decision",
            label="Decision",
            answer=Answer.ONE,
            choices=(
                ("given", "Given"),
                ("redacted", "Given, partly blacked out"),
                ("withheld", "Held back"),
            ),
            needed=True,
        ),
        Question(
            key="exemption",
            label="Exemption",
            answer=Answer.ONE,
            choices=(
                ("third_party", "Other people's data (Sch 2 para 16)"),
                ("crime", "Crime and taxation (Sch 2 para 2)"),
                ("legal", "Legal privilege (Sch 2 para 19)"),
                ("proceedings", "Legal proceedings (Sch 2 para 5)"),
                ("management", "Management forecasts (Sch 2 para 22)"),
                ("negotiations", "Negotiations (Sch 2 para 23)"),
                ("references", "Confidential references (Sch 2 para 24)"),
                ("other", "Another exemption"),
            ),
        ),
        Question(key="reason", label="Why it applies here", answer=Answer.TEXT),
        Question(
            key="say",
            label="May the letter say so?",
            answer=Answer.YES_NO,
            hint="No, where saying it would itself do the harm",
        ),
    ),
)
_THIRD_PARTY_FORM = Form(
    key="third_party",
    title="Other people's data",
    law="DPA 2018 Schedule 2 paragraph 16",
    about="Given only with their consent, or where it is reasonable without it.",
    add="Weigh somebody's data",
    many=True,
    questions=(
        Question(key="who", label="Whose data, and where", needed=True),
        Question(
            key="type", label="What kind of information it is", answer=Answer.TEXT,
            needed_to_decide=True,
        ),
        Question(
            key="confidence", label="Any duty of confidence", answer=Answer.TEXT,
            needed_to_decide=True,
        ),
        Question(
            key="consent_sought", label="Steps taken to ask them", answer=Answer.TEXT,
            needed_to_decide=True,
        ),
        Question(
            key="capable", label="Can they give consent?", answer=Answer.TEXT,
            needed_to_decide=True,
        ),
        Question(
            key="refused", label="Have they refused?", answer=Answer.TEXT,
            needed_to_decide=True,
        ),
        Question(
            key="decision",
            label="Decision",
            answer=Answer.ONE,
            choices=(
                ("given", "Given"),
                ("redacted", "Blacked out"),
                ("withheld", "Held back"),
            ),
            needed_to_decide=True,
        ),
    ),
    done_by="decision",
)  # fmt: skip


def _told(key: str, label: str) -> Question:
    return Question(key=key, label=label, answer=Answer.YES_NO, needed_to_decide=True)


_ARTICLE_15_FORM = Form(
    key="article_15",
    title="What the answer must say",
    law="UK GDPR Article 15(1) and (2)",
    about="Yes: the letter says it. No: it does not apply.",
    add="Go through the list",
    wanted_for=_ANSWERED,
    questions=(
        _told("a", "(a) What the data is used for"),
        _told("b", "(b) The categories of data"),
        _told("c", "(c) Who receives it"),
        _told("d", "(d) How long it is kept"),
        _told("e", "(e) The other rights"),
        _told("ea", "(ea) The right to complain to us"),
        _told("f", "(f) The right to complain to the regulator"),
        _told("g", "(g) Where the data came from"),
        _told("h", "(h) Decisions by automated means"),
        _told("transfers", "15(2) Safeguards for transfers abroad"),
        Question(
            key="delivery",
            label="How it is sent",
            answer=Answer.ONE,
            choices=(
                ("signed", "Post, signed for"),
                ("post", "Ordinary post"),
                ("collected", "Collected"),
                ("electronic", "Electronic copy"),
            ),
            needed_to_decide=True,
        ),
    ),
)

ACCESS = CaseType(
    kind=CaseKind.ACCESS,
    name="Access request",
    ask="Copy of their data",
    word="access",
    understood="a copy of the personal data we hold about you",
    law="UK GDPR Article 15",
    clock=Request.ACCESS,
    events=(*RIGHT, *CLARIFICATION),
    acknowledgement="access-acknowledgement",
    response="access-response",
    answer="Write the response",
    retention="rights",
    outcomes=(
        Outcome(key="given", name="Given in full", letter="access-response"),
        Outcome(
            key="part",
            name="Given in part",
            letter="access-partial",
            grounds=True,
            second_person=True,
        ),
        Outcome(key="nothing_held", name="Nothing held", letter="nothing-held"),
        *UNANSWERED,
    ),
    grounds=GROUNDS,
    forms=(
        SEARCH_FORM,
        HOLD_FORM,
        _ITEM_FORM,
        _THIRD_PARTY_FORM,
        _ARTICLE_15_FORM,
        IDENTITY_FORM,
        AUTHORITY_FORM,
        FEE_FORM,
    ),
    other_letters=(*QUESTIONS_TO_PERSON, "clarification-request"),
)
