"""Sections 6 to 10: telling the person, checks, grounds, what left, afterwards."""

from isteam_app.domain.disclosure_forms.choices import (
    ANNEX_1,
    ARTICLE_6,
    ARTICLE_9,
    CATEGORIES,
    CHECKS,
    EXEMPTIONS,
    METHODS,
    RESULTS,
    SCHEDULE_1,
    TELLING,
)
from isteam_app.domain.forms import Answer, Form, Question

TELLING_FORM = Form(
    key="telling",
    title="Tell the person?",
    law="UK GDPR Articles 13 to 15, Investigatory Powers Act 2016 section 82",
    questions=(
        Question(
            key="telling",
            label="May the person be told?",
            answer=Answer.ONE,
            choices=TELLING,
            needed_to_decide=True,
        ),
        Question(
            key="telling_why",
            label="Why, and who says so",
            answer=Answer.TEXT,
            hint="The paragraph of the order, or the harm that telling would do",
        ),
        Question(key="told_on", label="Told on", answer=Answer.DAY),
        Question(key="told_by", label="Told by"),
        Question(key="told_how", label="Told how"),
    ),
)
CHECK = Form(
    key="check",
    title="Checks of who asks",
    about="Ring the switchboard that the directory holds and ask to be put through.",
    add="Record a check",
    many=True,
    questions=(
        Question(
            key="method",
            label="How it was checked",
            answer=Answer.ONE,
            choices=CHECKS,
            needed=True,
        ),
        Question(key="number", label="Number called"),
        Question(
            key="directory",
            label="Number from our directory?",
            answer=Answer.YES_NO,
            hint="A number in their letter proves nothing",
        ),
        Question(key="by", label="Checked by"),
        Question(key="on", label="Checked on", answer=Answer.DAY),
        Question(key="time", label="At what time"),
        Question(
            key="result",
            label="Result",
            answer=Answer.ONE,
            choices=RESULTS,
            needed=True,
        ),
        Question(key="note", label="Who answered, what they said", answer=Answer.TEXT),
    ),
    done_by="result",
)
GROUNDS = Form(
    key="grounds",
    title="Grounds",
    law="UK GDPR Articles 6, 9 and 10, DPA 2018 Schedules 1 and 2",
    questions=(
        Question(
            key="compelled",
            label="Are we compelled?",
            answer=Answer.YES_NO,
            needed_to_decide=True,
            hint="No, where they ask and we may refuse",
        ),
        Question(
            key="article6",
            label="Lawful basis (Article 6)",
            answer=Answer.ONE,
            choices=ARTICLE_6,
            needed_to_decide=True,
        ),
        Question(
            key="annex1",
            label="Condition of Annex 1",
            answer=Answer.ONE,
            choices=ANNEX_1,
            hint="Where the basis is (ea)",
        ),
        Question(
            key="article9",
            label="Special category or offence data",
            answer=Answer.ONE,
            choices=ARTICLE_9,
        ),
        Question(
            key="schedule1",
            label="Condition of Schedule 1",
            answer=Answer.ONE,
            choices=SCHEDULE_1,
        ),
        Question(
            key="exemption",
            label="Exemption",
            answer=Answer.ONE,
            choices=EXEMPTIONS,
            needed_to_decide=True,
            hint="What frees us from telling the person and from the other rights",
        ),
        Question(
            key="prejudice",
            label="What harm the usual rules would do here",
            answer=Answer.TEXT,
            hint="In this case: who would do what, if they knew",
        ),
        Question(
            key="proportion",
            label="Why it is fair to the person",
            answer=Answer.TEXT,
            hint="For basis (f): their interests weighed against ours",
        ),
    ),
)
LEFT = Form(
    key="left",
    title="What left",
    about="Item by item, with a frozen copy of each file.",
    add="Record what left",
    many=True,
    questions=(
        Question(key="what", label="What left", needed=True),
        Question(
            key="category",
            label="Kind of data",
            answer=Answer.ONE,
            choices=CATEGORIES,
        ),
        Question(key="copies", label="Copies and format"),
        Question(key="redactions", label="What was blacked out", answer=Answer.TEXT),
        Question(key="exhibit", label="Exhibit or statement"),
        Question(key="method", label="How", answer=Answer.ONE, choices=METHODS),
        Question(key="item_number", label="Item number or collector's number"),
        Question(key="left_on", label="Day it left", answer=Answer.DAY),
        Question(key="left_time", label="At what time"),
        Question(key="sent_by", label="Sent by"),
        Question(key="receipt", label="Receipt confirmed on", answer=Answer.DAY),
        Question(
            key="conditions",
            label="On what conditions",
            answer=Answer.TEXT,
            hint="For this purpose alone, returned or destroyed by",
        ),
    ),
    done_by="receipt",
)
AFTER = Form(
    key="after",
    title="Afterwards",
    questions=(
        Question(key="return_by", label="Return or destroy by", answer=Answer.DAY),
        Question(
            key="returned_on", label="Returned or destroyed on", answer=Answer.DAY
        ),
        Question(key="subject_told_on", label="Person told on", answer=Answer.DAY),
        Question(key="subject_told_by", label="Person told by"),
        Question(key="subject_told_how", label="Person told how"),
        Question(key="fees", label="Fees and costs"),
        Question(key="note", label="Note", answer=Answer.TEXT),
    ),
)
