"""One kind of letter to many people: begun together, looked at one by one, made fast.

A batch is a name on its letters and nothing more. Each letter is an ordinary draft: it
passes the same checks, waits for the same second person, and can be opened and changed
by itself. What does not pass stays behind with its reason; the others go on.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import Cancelled, IsteamError, RuleBroken
from isteam_app.letters.field import Field
from isteam_app.letters.fitting import Fitting
from isteam_app.letters.templates import PERSON
from isteam_app.progress import Progress, unwatched
from isteam_app.services.letter_approval import needs_second_person, submit
from isteam_app.services.letter_making import fitting_of
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letter_pool import PROCESSES, WORTH_IT, LetterPool
from isteam_app.services.letter_ready import must_be_ready
from isteam_app.services.letter_templates import template_in_use, templates_in_use
from isteam_app.services.letters import (
    Preview,
    ReadyLetter,
    asked_fields,
    finalise,
    keep_made,
    letter_pdf,
    open_desk,
    preview,
    ready_to_make,
    save_draft,
    start_letter,
)
from isteam_app.services.session import Session

_STAMP = len("2026-11-23 10:42:00 ")
MOST = 1_000
"""The most letters of one batch: as many as one person can look over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A letter that may be written for `cases` of those that are chosen."""

    key: str
    title: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLetter:
    """One letter of a batch as its line shows it. `why` says what it waits for."""

    letter_id: int
    case_id: int
    reference: str
    recipient: str
    state: LetterState
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A case for which no letter was begun, and why."""

    case_id: int
    reference: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A batch as it was begun."""

    name: str
    letters: tuple[Letter, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A batch of which `letters` are not finished; `first_letter_id` opens it."""

    name: str
    title: str
    letters: int
    first_letter_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """What came of one act on a batch. `stopped`: the person stopped it half-way."""

    done: tuple[int, ...]
    stays: tuple[BatchLetter, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The letters of one batch, and what may be done with them.

    `shared` are the fields that a caseworker may fill in once for all of them.
    """

    name: str
    title: str
    letters: tuple[BatchLetter, ...]
    shared: tuple[Field, ...]
    second_person: bool

    @property
    def drafts(self) -> tuple[int, ...]:
        return self._in(LetterState.DRAFT)

    @property
    def ready(self) -> tuple[int, ...]:
        """The letters that may be made once nothing stands in their way."""
        wanted = LetterState.APPROVED if self.second_person else LetterState.DRAFT
        return self._in(wanted)

    def _in(self, state: LetterState) -> tuple[int, ...]:
        return tuple(each.letter_id for each in self.letters if each.state is state)


def begin_batch(
    session: Session,
    case_ids: Sequence[int],
    template_key: str,
    progress: Progress = unwatched,
) -> Begun:
    """Begin one letter for each case, in the order given.

    A case that this letter is not for is left out with its reason. Whoever stops it
    keeps the letters begun so far. Raises RuleBroken when there are too many.
    """
    chosen = tuple(dict.fromkeys(case_ids))
    if not chosen:
        raise RuleBroken("Choose the cases first.")
    if len(chosen) > MOST:
        raise RuleBroken(
            f"{len(chosen):,} cases are chosen, and a batch has at most {MOST:,} "
            "letters. Choose fewer, and write the others in a second batch."
        )
    with session.vault.read() as vault:
        template = template_in_use(vault, template_key)
        references = {row.id: row.reference for row in vault.cases.rows(chosen)}
    name = f"{session.now():%Y-%m-%d %H:%M:%S} {template.title}"
    begun: list[Letter] = []
    left_out: list[LeftOut] = []
    try:
        for number, case_id in enumerate(chosen):
            progress(number, len(chosen))
            try:
                begun.append(start_letter(session, case_id, template_key, batch=name))
            except IsteamError as refused:
                reference = references.get(case_id, "")
                left_out.append(
                    LeftOut(case_id=case_id, reference=reference, why=str(refused))
                )
    except Cancelled:
        if not begun:
            raise
    return Begun(name=name, letters=tuple(begun), left_out=tuple(left_out))


def batch_choices(session: Session, case_ids: Sequence[int]) -> tuple[Offered, ...]:
    """Return the letters that may be written for some of these cases, best fit first.

    Letters to somebody else than the person are begun from their case, one by one.
    """
    with session.vault.read() as vault:
        kinds = Counter(row.kind for row in vault.cases.rows(tuple(case_ids)))
        templates = templates_in_use(vault).values()
    offered = (
        Offered(
            key=template.key,
            title=template.title,
            cases=sum(kinds[kind] for kind in template.kinds),
        )
        for template in templates
        if template.to == PERSON
    )
    fitting = (each for each in offered if each.cases)
    return tuple(sorted(fitting, key=lambda each: (-each.cases, each.title)))


def batch_of(session: Session, letter_id: int) -> str:
    """Return the name of the batch that a letter was begun in, "" for none."""
    with session.vault.read() as vault:
        return vault.letters.get(letter_id).batch


def batch_preview(session: Session, letter_id: int) -> Preview:
    """Return the exact pages of one letter of a batch, as they are or as kept."""
    desk = open_desk(session, letter_id)
    letter = desk.letter
    if letter.is_unfinished:
        return preview(desk, letter.body, dict(letter.answers))
    return Preview(pdf=letter_pdf(session, letter_id), pages=letter.pages, problems=())


def unfinished_batches(session: Session) -> tuple[Unfinished, ...]:
    """Return the batches with letters that are not finished, oldest first."""
    with session.vault.read() as vault:
        return tuple(
            Unfinished(
                name=name, title=name[_STAMP:], letters=count, first_letter_id=first
            )
            for name, count, first in vault.letters.batches()
        )


def open_batch(session: Session, name: str) -> Batch:
    """Read a batch. Raises RuleBroken when none of its letters is there any more."""
    with session.vault.read() as vault:
        letters = vault.letters.of_batch(name)
        if not letters:
            raise RuleBroken("None of the letters of that batch is left.")
        template = template_in_use(vault, letters[0].template)
        settings = vault.settings.in_force(session.today)
    return Batch(
        name=name,
        title=template.title,
        letters=tuple(_line(letter) for letter in letters),
        shared=asked_fields(letters[0].body),
        second_person=needs_second_person(settings, template),
    )


def look_over(
    session: Session, name: str, progress: Progress = unwatched
) -> tuple[BatchLetter, ...]:
    """Return every letter of a batch with what it waits for, "" for nothing."""
    letters = _letters(session, name)
    found: list[BatchLetter] = []
    for number, letter in enumerate(letters):
        progress(number, len(letters))
        found.append(_line(letter, _why_not(session, letter)))
    return tuple(found)


def fill_in_each(
    session: Session,
    name: str,
    answers: Mapping[str, str],
    progress: Progress = unwatched,
) -> Went:
    """Put the same words into a field of every draft that has none in it yet."""
    given = {
        field: checked(text.strip(), field=field, label="The text", longest=NOTE)
        for field, text in answers.items()
        if text.strip()
    }
    if not given:
        raise RuleBroken("Write something first: it goes into every letter.")

    def fill(letter: Letter) -> None:
        known = {field: text for field, text in letter.answers if text.strip()}
        save_draft(session, letter, letter.body, {**given, **known})

    drafts = [one for one in _letters(session, name) if one.state is LetterState.DRAFT]
    return _each(drafts, fill, progress)


def send_each(session: Session, name: str, progress: Progress = unwatched) -> Went:
    """Send every draft of a batch for approval that nothing stands in the way of."""
    drafts = [one for one in _letters(session, name) if one.state is LetterState.DRAFT]

    def send(letter: Letter) -> None:
        submit(session, letter)

    return _each(drafts, send, progress)


def finalise_each(
    session: Session,
    name: str,
    progress: Progress = unwatched,
    *,
    processes: int = PROCESSES,
) -> Went:
    """Make every letter of a batch that nothing stands in the way of.

    The pages are made in processes of their own; each letter is kept by itself, so
    that one stopped half-way leaves whole letters and untouched drafts.
    """
    batch = open_batch(session, name)
    wanted = set(batch.ready)
    letters = [one for one in _letters(session, name) if one.id in wanted]
    if len(letters) < WORTH_IT:
        return _each(letters, lambda one: _finish(session, one), progress)
    going = _Going(session, letters, progress)
    with LetterPool(processes) as pool:
        try:
            going.keep(pool)
        except Cancelled:
            return going.went(stopped=True)
    return going.went()


class _Going:
    """One run through the letters of a batch: checked, made elsewhere, kept."""

    def __init__(
        self, session: Session, letters: Sequence[Letter], progress: Progress
    ) -> None:
        self._session, self._letters, self._progress = session, letters, progress
        self._ready: list[ReadyLetter] = []
        self._done: list[int] = []
        self._stays: list[BatchLetter] = []

    def keep(self, pool: LetterPool) -> None:
        """Make and keep one letter after the other. Raises Cancelled when stopped."""
        for number, made in enumerate(pool.make(self._checked())):
            self._progress(len(self._done) + len(self._stays), len(self._letters))
            ready = self._ready[number]
            letter = ready.desk.letter
            if made.built is None:
                self._leave(letter, " ".join(made.refused))
                continue
            try:
                keep_made(self._session, ready, made.built)
            except IsteamError as refused:
                self._leave(letter, str(refused))
            else:
                self._done.append(letter.id)

    def went(self, *, stopped: bool = False) -> Went:
        return Went(done=tuple(self._done), stays=tuple(self._stays), stopped=stopped)

    def _checked(self) -> Iterator[Fitting]:
        """Yield what may be made; what may not stays behind with its reason."""
        for letter in self._letters:
            try:
                ready = ready_to_make(self._session, letter)
                if any(each.appended for each in ready.desk.enclosed):
                    finalise(self._session, letter)
                    self._done.append(letter.id)
                    continue
            except IsteamError as refused:
                self._leave(letter, str(refused))
                continue
            desk = ready.desk
            self._ready.append(ready)
            yield fitting_of(desk, desk.letter.body, dict(desk.letter.answers))

    def _leave(self, letter: Letter, why: str) -> None:
        self._stays.append(_line(letter, why))


def _finish(session: Session, letter: Letter) -> None:
    finalise(session, letter)


def _each(
    letters: Sequence[Letter],
    act: Callable[[Letter], None],
    progress: Progress,
) -> Went:
    done: list[int] = []
    stays: list[BatchLetter] = []
    try:
        for number, letter in enumerate(letters):
            progress(number, len(letters))
            try:
                act(letter)
            except IsteamError as refused:
                stays.append(_line(letter, str(refused)))
            else:
                done.append(letter.id)
    except Cancelled:
        return Went(done=tuple(done), stays=tuple(stays), stopped=True)
    return Went(done=tuple(done), stays=tuple(stays))


def _why_not(session: Session, letter: Letter) -> str:
    if letter.state is LetterState.FOR_APPROVAL:
        return "Waits for approval."
    if not letter.is_unfinished:
        return ""
    try:
        with session.vault.read() as vault:
            must_be_ready(session, vault, desk_of(session, vault, letter))
    except IsteamError as refused:
        return str(refused)
    return ""


def _letters(session: Session, name: str) -> tuple[Letter, ...]:
    with session.vault.read() as vault:
        return vault.letters.of_batch(name)


def _line(letter: Letter, why: str = "") -> BatchLetter:
    return BatchLetter(
        letter_id=letter.id,
        case_id=letter.case_id or 0,
        reference=letter.reference,
        recipient=next(iter(letter.recipient), ""),
        state=letter.state,
        why=why,
    )
