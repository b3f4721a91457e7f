"""What is peculiar to post: its contents, and the data about who sent what to whom.

Postal Services Act 2000 section 83; Investigatory Powers Act 2016 sections 12 and 262.
"""

from collections.abc import Iterator

from isteam_app.domain.disclosure_gates.gate import Bench, Gate, Stage, State


def post(at: Bench) -> Iterator[Gate]:
    yield _content(at)
    asked = at.categories & at.rules.categories.postal
    if at.gateway.public_authority and asked:
        yield _communications_data(at, ", ".join(sorted(asked)))
        if at.categories & at.rules.categories.signature:
            yield _signature(at)


def _content(at: Bench) -> Gate:
    inside = at.said("asked", "content")
    if at.categories & at.rules.categories.content:
        inside = True
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
