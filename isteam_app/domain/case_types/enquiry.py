"""A question that needs only an answer."""

from isteam_app.domain.case_types.definition import CaseType
from isteam_app.domain.cases import CaseKind

ENQUIRY = CaseType(
    kind=CaseKind.ENQUIRY,
    name="General enquiry",
    ask="General enquiry",
    word="enquiry",
    understood="",
    law="House target",
    clock=None,
    events=(),
    acknowledgement="enquiry-reply",
    response="enquiry-reply",
    answer="Write the answer",
    retention="enquiries",
)
