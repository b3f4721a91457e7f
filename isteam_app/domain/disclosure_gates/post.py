"""What is peculiar to post: its contents, and the data about who sent what to whom.

Postal Services Act 2000 section 83; Investigatory Powers Act 2016 sections 12 and 262.
"""

from collections.abc import Iterator

from isteam_app.domain.disclosure_gates.gate import Bench, Gate, Stage, State
from isteam_app.domain.text import words

_OF_POST = ("tracking", "delivery", "deliveries", "barcode", "redirect", "signature")
"""How words begin that name data about post."""


def post(at: Bench) -> Iterator[Gate]:
    yield _content(at)
    yield from _breach(at)
    asked = at.categories & at.rules.categories.postal
    if at.gateway.public_authority and asked:
        yield _communications_data(at, ", ".join(sorted(asked)))
        if at.categories & at.rules.categories.signature:
            yield _signature(at)
    elif at.gateway.public_authority and _lacking_authority(at)[2] is not State.MET:
        yield from _perhaps_postal(at)


def _content(at: Bench) -> Gate:
    inside = _inside(at)
    rule, state, place = "", State.MET, "asked.content"
    if inside is None:
        rule = "Say whether any of it is what stands inside letters or parcels."
        state = State.MISSING
    elif inside and not (at.instrument and at.instrument.order):
        rule = (
            "Contents need a warrant or court order, and legal's sign-off. "
            "Refuse them, or strike the item with the reason."
        )
        state = State.BLOCKED
    elif inside and not at.legal:
        rule = "Contents need legal's sign-off beside the order: who, and when."
        state, place = State.MISSING, "authorisation.legal_by"
    return at.gate(
        "content_of_post",
        place,
        "No contents of post",
        rule,
        state=state,
        stage=Stage.GROUNDS if inside is None else Stage.DECIDING,
    )


def _inside(at: Bench) -> bool | None:
    """Return whether contents of post are asked for, None where it was not said."""
    named = bool(at.categories & at.rules.categories.content)
    return named or at.said("asked", "content")


def _breach(at: Bench) -> Iterator[Gate]:
    """After an emergency, say of contents that nobody was allowed to give."""
    ordered = at.instrument is not None and at.instrument.order and at.legal
    if at.request.to_look_over and _inside(at) and not ordered:
        yield at.gate(
            "breach",
            "purpose.purpose_note",
            "Record it as a breach",
            "Contents of post, without an order that legal signed off. Say in the note "
            "of the approval what left, and where the breach is recorded.",
            state=State.WARNS,
        )


def _communications_data(at: Bench, asked: str) -> Gate:
    place, rule, state = _lacking_authority(at)
    if state is not State.MET and not at.settings.ipa_gate:
        state = State.WARNS
    return at.gate(
        "postal_communications_data",
        f"authorisation.{place}",
        "Authority for postal data",
        rule and f"{asked}: {rule}",
        state=state,
    )


def _perhaps_postal(at: Bench) -> Iterator[Gate]:
    """Warn of what may be data about post, though no such kind of data was chosen."""
    if at.categories & at.rules.categories.contact:
        yield at.gate(
            "contact_of_customer",
            "item.category",
            "Contact details of a customer",
            "If we carry post for them, it may be communications data.",
            state=State.WARNS,
        )
    if named := _named_of_post(at):
        yield at.gate(
            "postal_words",
            "item.category",
            "Speaks of data about post",
            f"“{named}” is asked for: choose the kind of data about post that it is.",
            state=State.WARNS,
        )


def _named_of_post(at: Bench) -> str:
    """Return the first word that speaks of data about post, "" for none."""
    texts = [at.asked.answer("asked", "asked") or at.request.asked]
    texts += [item["what"] for item in at.asked.all("item")]
    for text in texts:
        said = words(text)
        if "scan event" in " ".join(said):
            return "scan event"
        for word in said:
            if word.startswith(_OF_POST):
                return word
    return ""


def _lacking_authority(at: Bench) -> tuple[str, str, State]:
    """Return what is still needed: the question of Authorisation, why, the state."""
    if at.legal and at.asked.answer("authorisation", "legal_note"):
        return "legal_by", "", State.MET
    instrument = at.instrument
    if instrument is None:
        return (
            "instrument",
            "authorisation or notice number and single point of contact are needed.",
            State.MISSING,
        )
    if instrument.communications:
        if not at.asked.answer("authorisation", "instrument_number"):
            return "instrument_number", "enter the number of it.", State.MISSING
        if at.gateway.spoc and not at.asked.answer("authorisation", "spoc"):
            return "spoc", "enter the single point of contact.", State.MISSING
        return "instrument", "", State.MET
    if instrument.reaches_post:
        return "instrument", "", State.MET
    rule = (
        "a Schedule 2 form or general power is not enough. Ask for an authorisation or "
        "notice under Part 3, or refer it to legal and enter what they said."
    )
    return "instrument", rule, State.BLOCKED


def _signature(at: Bench) -> Gate:
    return at.gate(
        "signature",
        "authorisation.legal_by",
        "Image of the signature",
        "" if at.legal else "Communications data or not: nobody has settled it.",
        state=State.MET if at.legal else State.WARNS,
    )
