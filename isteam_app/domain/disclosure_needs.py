"""What a third-party request needs before it may be kept, and before data leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import Decision, Disclosure, Told

LEFT = (Decision.DISCLOSE, Decision.PART)
"""The decisions after which something leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One line of the list beside the form.

    `field` is where it is put right; `rule` the sentence for it while it is not met.
    `binding` needs must be met before the request is kept; the others only advise,
    and those that `warn` say what could go wrong.
    """

    field: str
    words: str
    rule: str
    met: bool
    binding: bool = True
    warns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalCaution:
    """Which data is communications data, and which requesters need an authority for it.

    Investigatory Powers Act 2016 sections 12 and 262.
    """

    categories: frozenset[str]
    requesters: frozenset[str]

    def applies(self, request: Disclosure) -> bool:
        return request.kind.value in self.requesters and bool(
            self.categories & set(request.categories)
        )


def needs(
    request: Disclosure, today: date, caution: PostalCaution | None = None
) -> tuple[Need, ...]:
    """Return every need of a request, in the order of the form."""
    return (
        *_asking(request, today),
        *_postal(request, caution),
        *_deciding(request),
        *_leaving(request, today),
        *_telling(request),
    )


def _asking(request: Disclosure, today: date) -> Iterator[Need]:
    yield Need(
        field="organisation",
        words="Who asks",
        rule="Enter the organisation that asks.",
        met=bool(request.organisation),
    )
    if request.received > today:
        yield Need(
            field="received",
            words="Day it was received",
            rule=f"{long_date(request.received)} is in the future.",
            met=False,
        )
    yield Need(
        field="about",
        words="Whom it is about",
        rule="Enter whom they ask about, in their words.",
        met=bool(request.about),
    )
    yield Need(
        field="asked",
        words="What they ask for",
        rule="Enter what they ask for.",
        met=bool(request.asked),
    )


def _postal(request: Disclosure, caution: PostalCaution | None) -> Iterator[Need]:
    if caution is not None and caution.applies(request):
        yield Need(
            field="legal_basis",
            words="Postal data asked by a public authority",
            rule="Refer it to legal unless an authorisation or notice under the "
            "Investigatory Powers Act came with it.",
            met=False,
            binding=False,
            warns=True,
        )


def _deciding(request: Disclosure) -> Iterator[Need]:
    decided = request.decision is not Decision.UNDECIDED
    discloses = request.decision in LEFT
    if discloses or not decided:
        yield Need(
            field="legal_basis",
            words="Legal basis",
            rule="Enter the legal basis before anything is disclosed.",
            met=bool(request.legal_basis),
            binding=discloses,
        )
    yield Need(
        field="decision",
        words="Decision",
        rule="Decide: disclose all, part, refuse, ask for more or refer to legal.",
        met=decided,
        binding=False,
    )
    if decided:
        yield Need(
            field="reason",
            words="Reason for the decision",
            rule="Give the reason for the decision: an auditor will ask for it.",
            met=bool(request.reason),
        )


def _leaving(request: Disclosure, today: date) -> Iterator[Need]:
    touched = bool(request.what_left or request.left_on or request.method)
    if request.decision not in LEFT:
        if request.what_left or request.left_on:
            yield Need(
                field="decision",
                words="Something left without a decision",
                rule="Something left: decide to disclose all or part first.",
                met=False,
            )
        return
    yield Need(
        field="what_left",
        words="What left",
        rule="List what left, item by item.",
        met=bool(request.what_left),
        binding=touched,
    )
    yield Need(
        field="method",
        words="How it was sent",
        rule="Enter how it was sent.",
        met=bool(request.method),
        binding=touched,
    )
    yield Need(
        field="left_on",
        words="Day it left",
        rule=_day_left(request, today),
        met=not _day_left(request, today),
        binding=touched,
    )


def _day_left(request: Disclosure, today: date) -> str:
    if request.left_on is None:
        return "Enter the day it left."
    if request.left_on > today:
        return f"{long_date(request.left_on)} is in the future."
    if request.left_on < request.received:
        return "It cannot leave before it was asked for."
    return ""


def _telling(request: Disclosure) -> Iterator[Need]:
    if request.told is Told.MUST_NOT:
        yield Need(
            field="told_reason",
            words="Why they must not be told",
            rule="Say why they must not be told, and who says so.",
            met=bool(request.told_reason),
        )
    elif request.left_on is not None:
        yield Need(
            field="told",
            words="Telling the person",
            rule="Decide whether the person is told.",
            met=request.told is not Told.NOT_YET,
            binding=False,
        )
