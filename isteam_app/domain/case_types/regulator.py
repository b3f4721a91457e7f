"""A complaint that has gone to the regulator."""

from isteam_app.domain.case_types.definition import CaseType, Outcome
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.forms import Answer, Form, Question

REGULATOR_FORM = Form(
    key="regulator",
    title="The regulator",
    law="DPA 2018 section 165",
    add="Fill in the regulator's letter",
    wanted_for=("no_action", "action", "other"),
    questions=(
        Question(key="reference", label="Their reference", needed=True),
        Question(key="officer", label="Who deals with it there"),
        Question(key="written_on", label="Their letter of", answer=Answer.DAY),
        Question(key="asked", label="What they ask", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(key="answer_by", label="They want an answer by",
                 answer=Answer.DAY, sets_due=True),
        Question(key="answered_on", label="Answered on", answer=Answer.DAY),
        Question(key="view", label="Their conclusion", answer=Answer.TEXT,
                 needed_to_decide=True),
        Question(key="concluded_on", label="Concluded on", answer=Answer.DAY),
    ),
)  # fmt: skip

REGULATOR = CaseType(
    kind=CaseKind.REGULATOR,
    name="Regulator's case",
    ask="Letter from the regulator",
    word="regulator",
    understood="",
    law="DPA 2018 section 165",
    clock=None,
    events=(),
    acknowledgement="regulator-reply",
    response="regulator-reply",
    answer="Write to the regulator",
    retention="complaints",
    outcomes=(
        Outcome(key="no_action", name="Closed by them without action"),
        Outcome(key="action", name="Closed by them with action for us"),
        Outcome(key="other", name="Closed another way"),
    ),
    forms=(REGULATOR_FORM,),
)
