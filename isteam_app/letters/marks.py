"""The paragraphs a letter can be required to have, and the wording nobody may alter."""

from collections.abc import Mapping
from types import MappingProxyType

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "received": "when the request was received",
        "request": "what is understood to be asked",
        "due": "when the answer is due",
        "clock": "what can change the date, and how",
        "handler": "who handles the case",
        "contact": "how to reach the team",
        "next": "what happens next, and when they will hear",
        "answer": "the answer",
        "remedy": "what is done about it",
        "doubt": "why identity is in doubt",
        "documents": "which documents would do, and how to send them",
        "copies": "what happens to the copies",
        "question": "what is unclear, with examples",
        "not-obliged": "that nobody has to narrow their request",
        "no-reply": "what happens without a reply",
        "reason": "the reason",
        "corrected": "what was corrected",
        "not-corrected": "what was not corrected",
        "dispute": "that a note can say that they disagree",
        "erased": "what was erased",
        "backups": "what happens to backup copies",
        "kept": "what is kept",
        "recipients-told": "who else is told of the change (Article 19)",
        "restricted": "what is restricted",
        "lifting": "when the restriction is lifted",
        "sent": "where the data was sent, and how",
        "files": "the format and the files",
        "checksum": "the checksum of the files",
        "stopped": "what was stopped, and when",
        "production": "that what is in production may still arrive",
        "third-parties": "which companies the data was passed to",
        "weighed": "what was weighed",
        "fee": "the fee and how to pay it",
        "new-date": "the new date of the answer",
        "progress": "what has been done",
        "withdrawn": "that it was withdrawn",
        "again": "that they can ask again",
        "controller": "who answers, and since when they have the request",
        "handover": "what is asked of the client",
        "identifier": "who it is about",
        "change": "what has changed (Article 19)",
        "confirm": "what they are to do, and to confirm",
        "holders": "who has the data",
        "asked": "what the regulator asked",
        "searches": "the searches made",
        "purposes": "the purposes (Article 15(1)(a))",
        "categories": "the categories of data (Article 15(1)(b))",
        "recipients": "the recipients (Article 15(1)(c))",
        "retention": "how long data is kept (Article 15(1)(d))",
        "rights": "the rights to correction, erasure, restriction and objection "
        "(Article 15(1)(e))",
        "complaint-us": "the right to complain to the company (Article 15(1)(ea))",
        "complaint-regulator": "the right to complain to the regulator "
        "(Article 15(1)(f))",
        "complaint-court": "the right to go to court",
        "sources": "where the data came from (Article 15(1)(g))",
        "automated": "automated decisions (Article 15(1)(h))",
        "transfers": "transfers abroad and their safeguards (Article 15(2))",
        "missing": "what is missing from the request",
        "instrument": "which order, warrant or notice would be needed",
        "nothing-confirmed": "that nothing is confirmed or denied",
        "items": "what is enclosed, item by item",
        "basis": "on what it is given",
        "conditions": "on what conditions it is given",
        "receipt": "the slip that confirms receipt",
        "reply-slip": "the page that they send back",
        "apology": "that the company is sorry, where it was at fault",
    }
)
"""The paragraphs a letter can be required to have, and what each one says."""

OF_SLIPS = frozenset({"receipt", "reply-slip"})
"""The paragraphs that belong on a slip; no other counts there."""

LOCKS: Mapping[str, str] = MappingProxyType(
    {
        "complaint-routes": "the three ways to complain",
        "regulator-route": "how to complain to the regulator",
        "other-rights": "the other rights over personal data",
        "search": "how far the law asks for a search",
        "month-begins": "when the month to answer begins",
        "time-stops": "that the time stops until the reply",
        "not-obliged": "that nobody has to narrow their request",
        "more-time": "when the law allows more time",
        "restricted-use": "what restricted data may still be used for",
        "before-lifting": "that they are told before a restriction is lifted",
        "override-test": "when an objection may be overridden",
        "who-else": "that they can ask who else has the data",
        "article-19": "what Article 19 asks of a recipient",
        "nothing-confirmed": "that nothing is confirmed or denied",
        "conditions": "the conditions of every disclosure",
        "client-clock": "that the client's time is running",
    }
)
"""The locked wording that templates can hold, and what each stretch of it says."""
