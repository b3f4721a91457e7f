"""What a request's letters say, from what was filled in of it.

A letter that asks for more or refuses goes to somebody who was told nothing: what it
says is missing is said without a name, and without what we may hold.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from isteam_app.domain.dates import full_date
from isteam_app.domain.disclosure_forms.choices import NO_INSTRUMENT
from isteam_app.domain.disclosure_gates import Gate, State, gates, in_the_way
from isteam_app.domain.disclosures import Decision, RequesterKind
from isteam_app.domain.forms import Entry
from isteam_app.domain.gateways import Instrument, Rules
from isteam_app.domain.settings import Requests
from isteam_app.services.request_desk import RequestDesk

_WANTED = {
    "asked": "what exactly you ask for",
    "subjects": "whom you ask about, and how we would tell them from others",
    "postal_communications_data": (
        "an authorisation or a notice under Part 3 of the Investigatory Powers Act "
        "2016, through your single point of contact"
    ),
    "instrument_complete": (
        "a complete copy of your order, warrant or notice: its number, who issued it "
        "and when, and what it orders"
    ),
    "instrument_dates": "an order, warrant or notice that is in force",
    "purpose": "what you need it for",
    "life_at_risk": "why a life is at risk, and how you know",
    "items": "each thing you ask for, with its first and last day and its place",
    "minimum_necessary": "a shorter period, or why you need so long a one",
    "many_people": "why you need to ask about so many people",
    "special_category": "the provision of law under which you ask for sensitive data",
    "necessity": "why you need it, and why less would not do",
    "telling": "whether the person may be told that you asked, and who says so",
    "prejudice": "the harm that would be done in this matter if you were not told",
}
"""What the requester can put right, by the gate that is not met."""
_PARTICULARS = {
    "crime_reference": "your crime reference, or the number of the operation",
    "offence": "the offence, fraud, tax or power of law that it concerns",
    "client": "for whom you act",
    "claim": "the number of your claim, case or account",
    "proof": (
        "what shows that you may ask: your authority, membership, contract or identity"
    ),
}
"""What each kind of requester has to name, by the question it answers."""
_ONLY_BLOCKED = {
    "content_of_post": "a warrant or a court order, for what stands inside post",
    "instrument": "the sealed order itself: a letter is not enough",
}
"""What is theirs to put right only where no answer of ours would do."""
_OURS = frozenset({("special_category", "special")})
"""Gates that stand on a question of our own, by their key and field."""
_SIGNATURE = "the counter-signature of {above}, with name, rank, number and date"
_MOST_INSTRUMENTS = 8


def missing(desk: RequestDesk, rules: Rules) -> tuple[str, ...]:
    """Return what the requester has to send before anything could be disclosed.

    What somebody wrote when they asked for more goes before what the gates find.
    """
    if desk.request.decision is Decision.MORE:
        written = (line.strip(" -\t") for line in desk.request.reason.splitlines())
        return tuple(line for line in written if line)
    settings = desk.settings.requests
    judged = gates(desk.asked, rules, settings, desk.on)
    return wanted(judged, desk.request.kind, rules, settings)


def wanted(
    found: Iterable[Gate], kind: RequesterKind, rules: Rules, settings: Requests
) -> tuple[str, ...]:
    """Return what a requester of a kind has to send, as the gates found now stand."""
    held_up = in_the_way(found, Decision.DISCLOSE)
    ranked = rules.gateways[kind].ranked
    above = (
        f"an officer of the rank of {settings.counter_rank} or above"
        if ranked
        else "a senior officer of yours"
    )
    said = (_said(gate, above) for gate in held_up)
    return tuple(dict.fromkeys(each for each in said if each))


def instruments(desk: RequestDesk, rules: Rules) -> tuple[str, ...]:
    """Return what would oblige us to answer such a request from such a requester."""
    offered = rules.gateways[desk.request.kind].instruments
    asked = {each["category"] for each in desk.asked.all("item")}
    content = bool(asked & rules.categories.content)
    content = content or desk.asked.answer("asked", "content") == "yes"
    named = [each.name for each in offered if not content or each.order]
    return tuple(named[:_MOST_INSTRUMENTS])


def reply_by(desk: RequestDesk) -> str:
    """Return by when an answer to a question is wanted."""
    return full_date(desk.on + timedelta(days=desk.settings.requests.chase_days))


def left_items(desk: RequestDesk) -> tuple[str, ...]:
    """Return what left, item by item, as the requester is told of it."""
    return tuple(_item(each) for each in desk.asked.all("left"))


def checksums(desk: RequestDesk) -> tuple[str, ...]:
    """Return the checksums of the frozen files that left."""
    left = {each.id for each in desk.asked.all("left")}
    return tuple(
        f"{each.name}: {each.sha256}"
        for each in desk.documents
        if each.entry_id in left
    )


def left_by(desk: RequestDesk) -> str:
    """Return how it goes, with the number of the item where there is one."""
    ways = (_way(each) for each in desk.asked.all("left") if each["method"])
    return "; ".join(dict.fromkeys(ways))


def given_under(desk: RequestDesk, rules: Rules) -> str:
    """Return what it rests on: the instrument that compels, else the exemption."""
    asked = desk.asked
    chosen = rules.instruments.get(asked.answer("authorisation", "instrument"))
    if chosen is not None and chosen.key != NO_INSTRUMENT:
        return _instrument(desk, chosen)
    ground = rules.ground("exemption", asked.answer("grounds", "exemption"))
    basis = rules.ground("article6", asked.answer("grounds", "article6"))
    laws = [each.law.name for each in (ground, basis) if each is not None]
    named = " and ".join(dict.fromkeys(laws))
    return f"{named}. We chose to answer: nothing obliged us to." if named else ""


def conditions(desk: RequestDesk) -> tuple[str, ...]:
    """Return the conditions written down for what left, each once."""
    return tuple(
        dict.fromkeys(
            each["conditions"] for each in desk.asked.all("left") if each["conditions"]
        )
    )


def return_by(desk: RequestDesk) -> str:
    """Return by when it is to be returned or destroyed, "" where no day is set."""
    day = desk.asked.day("after", "return_by")
    return full_date(day) if day else ""


def _said(gate: Gate, above: str) -> str:
    if gate.key == "counter_signature":
        return _SIGNATURE.format(above=above)
    if gate.key.startswith("wants."):
        return _PARTICULARS.get(gate.field, "")
    if gate.key in _ONLY_BLOCKED:
        return _ONLY_BLOCKED[gate.key] if gate.state is State.BLOCKED else ""
    return "" if (gate.key, gate.field) in _OURS else _WANTED.get(gate.key, "")


def _item(entry: Entry) -> str:
    beside = "; ".join(_beside(entry))
    return f"{entry['what']} ({beside})" if beside else entry["what"]


def _beside(entry: Entry) -> Iterator[str]:
    if entry["copies"]:
        yield entry["copies"]
    if entry["exhibit"]:
        yield f"exhibit {entry['exhibit']}"
    if entry["redactions"]:
        yield f"blacked out: {entry['redactions']}"


def _way(entry: Entry) -> str:
    method, number = entry["method"], entry["item_number"]
    way = method[:1].lower() + method[1:]
    return f"{way}, item {number}" if number else way


def _instrument(desk: RequestDesk, chosen: Instrument) -> str:
    issued = desk.asked.day("authorisation", "issued_on")
    said = (
        ("number", desk.asked.answer("authorisation", "instrument_number")),
        ("issued by", desk.asked.answer("authorisation", "issued_by")),
        ("issued on", full_date(issued) if issued else ""),
    )
    told = ", ".join(f"{label} {words}" for label, words in said if words)
    return f"{chosen.name}, {told}." if told else f"{chosen.name}."
