"""Random letters to people who do not exist, with every awkwardness of names."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from isteam_app.domain.envelopes import profiles
from isteam_app.domain.letters import BODY_SIZES
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fields import Value
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import PERSON, all_templates
from isteam_app.services.made_up import MadeUp

AWKWARD = (
    *(
        "Ms Marged \u0174yn-Harries",
        "Mr Tobias O'Brien-\u0143owak",
        "Dr \u0141ucja \u017b\u00f3\u0142\u0107",
    ),
    *(
        "Mrs Nguy\u1ec5n Th\u1ecb \u00c1nh",
        "Mr \u6bdb \u660e",
        "Ms \u0395\u03bb\u03ad\u03bd\u03b7 \u03a0\u03b1\u03c0\u03b1\u03b4\u03ac",
        "Mr \u0418\u0432\u0430\u043d \u0429\u0443\u043a\u0438\u043d",
    ),
    *("Mr <b>Bold</b> & Sons", "Ms {{salutation}} Field", "Mr [[if due]] Trap [[end]]"),
    *("Ms <img src='x'> Picture", "Mr **Star** _Line_", "Mx A", "Mr Null | Pipe"),
)
_HOUSES = ("Rose Cottage", "The Old Bakery", "Flat 14b, Sprat House", "Unit 3 & 4")


def random_letters(count: int, seed: int) -> Iterator[LetterContent]:
    """Yield so many letters, no two to the same name with the same reference."""
    chance = random.Random(seed)  # noqa: S311  made-up letters, not secrets
    made_up = MadeUp(seed)
    templates = all_templates()
    envelopes = tuple(profiles().values())
    for number in range(1, count + 1):
        template = chance.choice(templates)
        usual = sample_letter(template)
        lines, greeting = _addressed(made_up, chance)
        reference = f"IS-2026-{number:05}"
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(700))
        values: dict[str, Value] = {
            **usual.values,
            "case_reference": reference,
            "request_summary": f"{made_up.person().name} wrote of {number}",
        }
        if template.to == PERSON:
            values["salutation"] = greeting
        yield replace(
            usual,
            recipient=lines,
            values=values,
            on=day,
            our_reference=reference,
            your_reference=f"REF/{chance.randrange(10**6)}",
            print_reference=f"{reference} / L{number % 7 + 1}",
            letter_id=number,
            number=number % 7 + 1,
            envelope=chance.choice(envelopes),
            body_size=chance.choice(BODY_SIZES),
        )


def _addressed(made_up: MadeUp, chance: random.Random) -> tuple[tuple[str, ...], str]:
    person = made_up.person()
    name, greeting = person.name, person.greeting
    if chance.random() < 0.3:
        name = chance.choice(AWKWARD)
        greeting = name
    printed = person.address.printed(name)
    if chance.random() < 0.2:
        printed = (printed[0], chance.choice(_HOUSES), *printed[1:])
    return printed, greeting
