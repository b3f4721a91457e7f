"""What the company may change without a developer."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from isteam_app.domain.addresses import Address
from isteam_app.domain.envelopes import EnvelopeProfile


class Nation(StrEnum):
    """Whose working days count."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class PauseReading(StrEnum):
    """How many days a clarification pause takes out (Article 12A(5))."""

    CONSERVATIVE = "conservative"
    INCLUSIVE = "inclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The controller, as its letters name it."""

    name: str
    team: str
    address: Address
    company_number: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulator:
    """The supervisory authority, as letters name it from a given day."""

    name: str
    address: Address
    phone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs letters. `picture` is a scanned signature in the vault, 0 for none.

    `users` are the people of the team who may put it on a letter; with none, all may.
    """

    name: str
    role: str
    picture: int = 0
    users: tuple[str, ...] = ()

    def may_be_signed_by(self, member: str) -> bool:
        """Whether somebody of the team may put the scanned signature on a letter."""
        return bool(self.picture) and (not self.users or member in self.users)


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """What an access response says of the company's processing (Article 15(1))."""

    purposes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    retention: str = ""
    automated_decisions: str = ""
    transfers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalService:
    """A way to post a letter. `days` are working days until it arrives."""

    name: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody of the team is away, both days included, and who takes their cases."""

    member: str
    first: date
    last: date
    cover: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A named list of cases or of requests: the words of its filter line."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """How the vault is guarded on every computer it is opened on.

    `remember_allowed`: a computer's keyring may unlock for somebody who asks for it.
    `lock_when_minimised` and `hide_from_capture` are wishes of some offices, and stand
    in the way of others: remote support then sees a black window.
    """

    remember_allowed: bool = False
    lock_when_minimised: bool = False
    hide_from_capture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Backups:
    """Where backups go ("" for beside the vault), and how often after a change."""

    folder: str = ""
    minutes: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """How third parties' requests are checked, where the law leaves it to the company.

    `counter_rank` is the lowest police rank that may counter-sign (see `ranks`). An
    item longer than `widest_days`, or more than `most_subjects` people, needs a reason.
    `second_person` names the decisions that somebody else approves. What left in an
    emergency is recorded within `emergency_working_days`; a do-not-tell lock is looked
    at again after `lock_review_days`; whoever was asked for more is reminded after
    `chase_days`. A switchboard's number found longer ago than
    `number_months` is looked up again. `call_back_wanted`: public bodies are rung back
    or seen. `ipa_gate`: postal data needs an authority under the Investigatory Powers
    Act; without it the program only warns.
    """

    counter_rank: str = "Inspector"
    widest_days: int = 31
    most_subjects: int = 10
    second_person: tuple[str, ...] = ("disclose", "part", "refuse", "neither")
    emergency_working_days: int = 1
    lock_review_days: int = 90
    chase_days: int = 14
    number_months: int = 12
    call_back_wanted: bool = True
    ipa_gate: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """How letters look, and what must happen before one leaves.

    `second_person` and `postcode_typed` name templates: somebody else approves those
    letters, and the approver types the postcode of those. `signatories` may sign
    instead of the usual one. `logo` is a picture in the vault, 0 for none.
    `body_size` is in points. A letter of more than `most_folded` sheets, enclosures
    counted, goes unfolded in `long_envelope`. Somebody who moved within `moved_days`
    is looked at twice. `scan_back`: a letter is marked as posted only once its code
    was read back.
    """

    second_person: tuple[str, ...] = (
        *("refusal", "access-partial", "correction-refused", "objection-overridden"),
        *("erasure-done", "erasure-part"),
        *("disclosure-cover", "request-refusal", "request-neither"),
    )
    postcode_typed: tuple[str, ...] = (
        *("refusal", "access-response", "access-partial"),
        *("erasure-part", "correction-refused", "objection-overridden"),
        *("portability-sent", "disclosure-cover", "request-refusal"),
        "request-neither",
    )
    own_envelopes: tuple[EnvelopeProfile, ...] = ()
    long_envelope: str = "c4"
    most_folded: int = 5
    body_size: int = 12
    language: str = "en-GB"
    logo: int = 0
    signatories: tuple[Signatory, ...] = ()
    moved_days: int = 90
    scan_back: bool = True


SERVICES = (
    PostalService(name="First class", days=2),
    PostalService(name="Second class", days=3),
    PostalService(name="Signed for", days=2),
    PostalService(name="Special delivery", days=1),
    PostalService(name="International", days=7),
)
SYSTEMS = (
    "Mail tracking",
    "Customer records",
    "CCTV",
    "Payments",
    "Web analytics",
    "Paper files",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting in force on a day.

    `delivery_days`, `acknowledge_days` and `outcome_days` count working days: the post
    takes the first, unless a case goes by one of `services` (`usual_service` names the
    one meant, "" for whichever takes as long); the house aims to
    acknowledge and to conclude within the others. `progress_days` are days between
    letters about the progress of a complaint, `suppress_days` working days within which
    marketing stops. `systems` are searched for every access request. `second_person`
    names the decisions somebody else approves, as "erasure:part"; None leaves it to
    each kind of case. `absences`, `views` (of cases) and `request_views` are the
    team's own.
    `extra_holidays` are public holidays announced after this version was made.
    """

    organisation: Organisation
    regulator: Regulator
    signatory: Signatory
    processing: Processing = field(default_factory=Processing)
    nation: Nation = Nation.ENGLAND_AND_WALES
    pause_reading: PauseReading = PauseReading.CONSERVATIVE
    extra_holidays: tuple[date, ...] = ()
    envelope: str = "dl-105"
    delivery_days: int = 2
    acknowledge_days: int = 5
    outcome_days: int = 20
    progress_days: int = 28
    suppress_days: int = 5
    services: tuple[PostalService, ...] = SERVICES
    usual_service: str = ""
    systems: tuple[str, ...] = SYSTEMS
    second_person: tuple[str, ...] | None = None
    absences: tuple[Absence, ...] = ()
    views: tuple[SavedView, ...] = ()
    request_views: tuple[SavedView, ...] = ()
    idle_minutes: int = 10
    security: Security = field(default_factory=Security)
    backups: Backups = field(default_factory=Backups)
    requests: Requests = field(default_factory=Requests)
    letters: Letters = field(default_factory=Letters)
    demonstration: bool = False
