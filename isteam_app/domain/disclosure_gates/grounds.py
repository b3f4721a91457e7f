"""What allows it in law, what harm is feared, and whether the person may be told."""

from collections.abc import Iterator

from isteam_app.domain.disclosure_gates.gate import Bench, Gate, Stage
from isteam_app.domain.disclosures import RequesterKind
from isteam_app.domain.text import words

_LEAST_WORDS = 4
_STOCK = frozenset(
    words(
        "a an and any are as at be by crime could criminal data detection exempt "
        "exemption for from if in investigation is it likely may of offenders on or "
        "our paragraph prejudice prevention prosecution purposes schedule tax "
        "taxation that the them they this to under us was we will with would"
    )
)
"""Words that name an exemption, and say nothing of the case."""


def grounds(at: Bench) -> Iterator[Gate]:
    place, rule = _lacking_basis(at)
    chosen = at.rules.ground("article6", at.asked.answer("grounds", "article6"))
    yield at.gate(
        "lawful_basis",
        place,
        "Lawful basis",
        rule,
        stage=Stage.GROUNDS,
        law=chosen.law if chosen else None,
    )
    yield from _exemption(at)
    yield _telling(at)
    yield from _lock(at)


def _lacking_basis(at: Bench) -> tuple[str, str]:
    """Return what the lawful basis lacks, and where that is answered."""
    article6 = at.asked.answer("grounds", "article6")
    if problem := _compulsion(at):
        return problem
    if not article6:
        return "grounds.article6", "Choose the lawful basis."
    if article6 == "ea" and not at.asked.answer("grounds", "annex1"):
        return "grounds.annex1", "Basis (ea) needs a condition of Annex 1."
    if article6 == "c" and not at.compels:
        return "grounds.article6", "Basis (c) needs an order or a duty in law."
    if article6 == "f" and not at.asked.answer("grounds", "proportion"):
        return "grounds.proportion", "Weigh the person's interests: basis (f)."
    client = at.kind is RequesterKind.CLIENT_CONTROLLER
    if article6 == "processor" and not client:
        return "grounds.article6", "Only a client instructs us: choose a basis."
    return "grounds.article6", ""


def _compulsion(at: Bench) -> tuple[str, str] | None:
    said = at.said("grounds", "compelled")
    if said is None:
        return "grounds.compelled", "Say whether we are compelled."
    if said and not at.compels:
        return "authorisation.instrument", "Compelled by what? Choose the instrument."
    if not said and at.compels:
        return "grounds.compelled", "What came with it compels us: choose Yes."
    return None


def _exemption(at: Bench) -> Iterator[Gate]:
    chosen = at.asked.answer("grounds", "exemption")
    ground = at.rules.ground("exemption", chosen)
    rule = ""
    if ground is None:
        rule = "Choose the exemption relied on, or “None”."
    elif chosen == "required" and not at.compels:
        rule = "Paragraph 5(2) needs an order or a duty in law: choose another."
    yield at.gate(
        "exemption",
        "grounds.exemption",
        "Exemption",
        rule,
        stage=Stage.GROUNDS,
        law=ground.law if ground else None,
    )
    if ground is not None and ground.prejudice:
        specific = is_specific(at.asked.answer("grounds", "prejudice"))
        yield at.gate(
            "prejudice",
            "grounds.prejudice",
            "The harm in this case",
            "" if specific else "Say what harm, to what, and how: in this case.",
            stage=Stage.GROUNDS,
            law=ground.law,
        )


def is_specific(prejudice: str) -> bool:
    """Say whether a harm is told of, rather than an exemption named."""
    return len(set(words(prejudice)) - _STOCK) >= _LEAST_WORDS


def _telling(at: Bench) -> Gate:
    answer = at.asked.answer("telling", "telling")
    why = at.asked.answer("telling", "telling_why")
    lock = at.instrument.lock if at.instrument else None
    place, rule = "telling.telling_why", ""
    if not answer:
        place, rule = "telling.telling", "Choose whether the person may be told."
    elif answer == "must_not" and not why:
        rule = "Say why they must not be told, and who says so."
    elif answer == "may" and lock is not None and not why:
        rule = "Telling them may be an offence: say who permitted it."
    return at.gate(
        "telling",
        place,
        "Telling the person",
        rule,
        law=at.rules.locks[lock] if lock else None,
    )


def _lock(at: Bench) -> Iterator[Gate]:
    """Ask for the lock of what must not be told, or for why it needs none."""
    answer = at.asked.answer("telling", "telling")
    reason = at.instrument.lock if at.instrument else None
    must_not = answer == "must_not"
    if not must_not and reason is None:
        return
    spared = not must_not and answer and at.asked.answer("telling", "telling_why")
    rule = "Lock it, or say under Tell the person? why it need not be."
    yield at.gate(
        "lock",
        "telling.telling",
        "Do-not-tell lock",
        "" if at.request.locked or spared else rule,
        law=at.rules.locks[reason] if reason else None,
    )
