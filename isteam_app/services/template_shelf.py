"""Every template with its versions, as the page of templates lists them."""

from dataclasses import dataclass, replace
from datetime import datetime

from isteam_app.domain.kept_templates import KeptTemplate, TemplateState
from isteam_app.errors import NotFound, TemplateBroken
from isteam_app.letters.blocks import shared_blocks
from isteam_app.letters.marks import PARTS
from isteam_app.letters.templates import Template, all_templates
from isteam_app.services.letter_templates import as_template, shipped_template
from isteam_app.services.session import Session
from isteam_app.services.template_checks import (
    Finding,
    findings,
    findings_of,
    stops,
    warnings,
)
from isteam_app.services.template_texts import Sheet, group_of, sheet_from, sheet_of
from isteam_app.storage.vault import Change, Reading

_BEGINNING = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """One line of the list.

    `number` is that of the version in use, 0 for one that never was; `draft` that of
    the one worked on, 0 for none. `since` is when it was taken into use, None for the
    shipped text. `own`: the company wrote it, nothing like it is shipped. `newer`: the
    program ships a newer text than the one in use was made from.
    """

    key: str
    title: str
    group: str
    number: int
    draft: int = 0
    since: datetime | None = None
    own: bool = False
    newer: bool = False
    stops: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version in the list of versions. `kept` is None for the shipped text."""

    number: int
    state: TemplateState
    letters: int
    kept: KeptTemplate | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the program."""
        return self.kept is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTemplate:
    """One template with all that its page shows.

    `in_use` is what letters are started from, None for an own one that is out of use
    or was never taken up. `draft` is what is worked on. `shipped` is the text that
    came with the program. `names` are what the settings and the team hold, and a
    template should not.
    """

    key: str
    in_use: Template | None
    draft: KeptTemplate | None
    shipped: Template | None
    versions: tuple[Version, ...]
    names: tuple[str, ...] = ()
    newer: bool = False

    @property
    def base(self) -> Template | None:
        """Whose facts and locked wording a new version has to keep."""
        return self.in_use or self.shipped

    def sheet(self) -> Sheet:
        """What is worked on, else what is in use, else what was written last."""
        if self.draft is not None:
            return sheet_of(self.draft.text)
        if self.in_use is not None:
            return sheet_from(self.in_use)
        kept = next(one.kept for one in self.versions if one.kept is not None)
        return sheet_of(kept.text)

    @property
    def next_number(self) -> int:
        """The number that a new version gets."""
        return next_number(self)

    def findings(self, sheet: Sheet) -> tuple[Finding, ...]:
        """Return what is wrong with a text of this template as typed.

        Locked wording that an administrator unlocked is not among it.
        """
        unlocked = self.draft is not None and bool(self.draft.unlocked_why)
        return findings(sheet, self.base, unlocked=unlocked, names=self.names)


def template_rows(session: Session) -> tuple[TemplateRow, ...]:
    """Return every template, by group and title."""
    with session.vault.read() as vault:
        kept = vault.templates.current()
        shipped = {one.key: one for one in all_templates()}
        resting = set(vault.templates.keys()) - shipped.keys() - {k.key for k in kept}
        last = {key: vault.templates.versions(key)[0] for key in sorted(resting)}
    used = {one.key: one for one in kept if one.state is TemplateState.IN_USE}
    drafts = {one.key: one for one in kept if one.state is TemplateState.DRAFT}
    rows = (
        _row(shipped.get(key), used.get(key), drafts.get(key), last.get(key))
        for key in {**shipped, **used, **drafts, **last}
    )
    shown = [row for row in rows if row is not None]
    return tuple(sorted(shown, key=lambda row: (row.own, row.title.casefold())))


def open_template(session: Session, key: str) -> OpenTemplate:
    """Return one template with its versions.

    Raises:
        NotFound: there is none of that name.
    """
    with session.vault.read() as vault:
        return replace(opened(vault, key), names=_names(session, vault))


def opened(vault: Reading | Change, key: str) -> OpenTemplate:
    """Return one template with its versions, inside a look or a change."""
    shipped = shipped_template(key)
    kept = vault.templates.versions(key)
    if shipped is None and not kept:
        raise NotFound("That template is not there any more. Choose one from the list.")
    counts = vault.letters.count_made_from(key)
    used = next((one for one in kept if one.state is TemplateState.IN_USE), None)
    draft = next((one for one in kept if one.state is TemplateState.DRAFT), None)
    versions = [
        Version(
            number=one.number,
            state=one.state,
            letters=counts.get(one.number, 0),
            kept=one,
        )
        for one in kept
    ]
    if shipped is not None and not any(v.number == shipped.version for v in versions):
        state = TemplateState.OLD if used else TemplateState.IN_USE
        versions.append(
            Version(
                number=shipped.version,
                state=state,
                letters=counts.get(shipped.version, 0),
            )
        )
    versions.sort(key=lambda version: -version.number)
    return OpenTemplate(
        key=key,
        in_use=_readable(used) if used else shipped,
        draft=draft,
        shipped=shipped,
        versions=tuple(versions),
        newer=_is_newer(shipped, used),
    )


def next_number(template: OpenTemplate) -> int:
    """Return the number that a new version gets: one more than any before."""
    numbers = [version.number for version in template.versions]
    if template.shipped is not None:
        numbers.append(template.shipped.version)
    return max(numbers, default=0) + 1


def must_say(requires: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return required paragraphs, each with what it has to say."""
    return tuple((mark, PARTS[mark]) for mark in requires if mark in PARTS)


def paragraph_marks() -> tuple[tuple[str, str], ...]:
    """Return every paragraph that a template may be required to have."""
    return tuple(PARTS.items())


def shared_paragraphs() -> tuple[tuple[str, str], ...]:
    """Return the blocks that several templates share, each with how it begins."""
    return tuple(
        (name, f"{name.replace('-', ' ').capitalize()}: {_beginning(text)}")
        for name, text in shared_blocks().items()
    )


def _beginning(block: str) -> str:
    """Return the first words of a block that a reader would read."""
    lines = (line.strip("#*- ") for line in block.splitlines())
    words = next((line for line in lines if line and not line.startswith("[[")), "")
    plain = words.replace("{{", "").replace("}}", "")
    return plain if len(plain) <= _BEGINNING else f"{plain[: _BEGINNING - 1]}…"


def _names(session: Session, vault: Reading | Change) -> tuple[str, ...]:
    settings = vault.settings.in_force(session.today)
    ours, team = settings.organisation, vault.members.all()
    known = (
        *(ours.name, ours.team, settings.regulator.name, settings.signatory.name),
        *(signatory.name for signatory in settings.letters.signatories),
        *(member.name for member in team),
    )
    return tuple(dict.fromkeys(name for name in known if name))


def _row(
    shipped: Template | None,
    used: KeptTemplate | None,
    draft: KeptTemplate | None,
    last: KeptTemplate | None,
) -> TemplateRow | None:
    in_use = _readable(used) if used else shipped
    written = used or draft or last
    shown = in_use or shipped or (_facts(written) if written else None)
    if shown is None:
        return None
    found: tuple[Finding, ...] = ()
    if used is not None and in_use is not None:
        found = findings_of(in_use)
    return TemplateRow(
        key=shown.key,
        title=shown.title,
        group=group_of(shown),
        number=used.number if used else shipped.version if shipped else 0,
        draft=draft.number if draft else 0,
        since=used.used_from if used else None,
        own=shipped is None,
        newer=_is_newer(shipped, used),
        stops=len(stops(found)) if in_use or not used else 1,
        warnings=len(warnings(found)),
    )


def _readable(kept: KeptTemplate) -> Template | None:
    try:
        return as_template(kept)
    except TemplateBroken:
        return None


def _facts(kept: KeptTemplate) -> Template | None:
    try:
        return sheet_of(kept.text).facts
    except TemplateBroken:
        return None


def _is_newer(shipped: Template | None, used: KeptTemplate | None) -> bool:
    """Say whether the program ships a newer text than a version was made from."""
    if shipped is None or used is None:
        return False
    facts = _facts(used)
    return facts is not None and 0 < facts.based < shipped.version
