"""Words of offices, and what people say instead."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "a number of": "some, or how many",
        "accordingly": "so",
        "additional": "more, or extra",
        "aforementioned": "this, or that",
        "as per": "as you asked, or under",
        "ascertain": "find out",
        "at the earliest opportunity": "as soon as we can",
        "at this moment in time": "now",
        "at your earliest convenience": "as soon as you can",
        "cease": "stop",
        "cognisant": "aware",
        "commence": "begin",
        "commenced": "began",
        "consequently": "so",
        "data controller": "the company that decides what is done with the data",
        "data processor": "the company that works for another",
        "data subject": "you, or the person",
        "data subjects": "people",
        "dispatch": "send",
        "dispatched": "sent",
        "do not hesitate to": "please",
        "don't hesitate to": "please",
        "dsar": "request for a copy of your personal data",
        "due to the fact that": "because",
        "endeavour": "try",
        "enclosed herewith": "enclosed",
        "expedite": "hurry",
        "facilitate": "help",
        "forthwith": "at once",
        "furnish": "give",
        "further to": "about",
        "hereby": "(leave it out)",
        "herein": "here",
        "herewith": "with this letter",
        "hitherto": "until now",
        "in accordance with": "as ... says, or under",
        "in the event of": "if",
        "in the event that": "if",
        "in lieu of": "instead of",
        "in line with our procedures": "(say what is being done)",
        "in order to": "to",
        "in relation to": "about",
        "in respect of": "about",
        "inter alia": "among other things",
        "is being processed": "(say what is being done)",
        "liaise with": "talk to",
        "notwithstanding": "even though",
        "obtain": "get",
        "pending": "until",
        "please be advised that": "(leave it out)",
        "please find attached": "we enclose",
        "please find enclosed": "we enclose",
        "prior to": "before",
        "processed accordingly": "(say what is being done)",
        "purchase": "buy",
        "pursuant to": "under",
        "regarding": "about",
        "remittance": "payment",
        "sar": "request for a copy of your personal data",
        "shall": "will, or must",
        "should you require": "if you need",
        "subsequent to": "after",
        "subsequently": "later",
        "sufficient": "enough",
        "the undersigned": "I, or we",
        "thereafter": "after that",
        "therein": "in it",
        "utilise": "use",
        "utilised": "used",
        "we are in receipt of": "we have received",
        "we regret to inform you": "we are sorry",
        "we would advise": "please",
        "whereby": "by which",
        "whilst": "while",
        "with regard to": "about",
        "with respect to": "about",
    }
)
"""What not to say, in small letters, and what to say instead."""

_LONGEST_FIRST = sorted(PLAIN, key=len, reverse=True)
_OFFICIAL = re.compile(
    r"\b(" + "|".join(map(re.escape, _LONGEST_FIRST)) + r")\b", re.IGNORECASE
)


def official_words(text: str) -> Iterator[tuple[int, str, str]]:
    """Find the words of offices in a text: where, as written, and what to say."""
    for found in _OFFICIAL.finditer(text):
        yield found.start(), found.group(), PLAIN[found.group().lower()]
