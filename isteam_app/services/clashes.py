"""Brings together what two people changed of one filled-in form."""

from collections.abc import Iterable, Mapping

from isteam_app.domain.forms import Entry, Form, checked_values
from isteam_app.domain.history import FieldChange, merged
from isteam_app.errors import ChangedMeanwhile, Clash
from isteam_app.storage.entries import Entries

Answers = tuple[tuple[str, str], ...]


def brought_together(
    kept: Entries,
    latest: Iterable[FieldChange],
    form: Form,
    read: Entry,
    held: Entry,
    typed: Answers,
) -> Answers:
    """Return two people's answers as one.

    `read` is what the one who types saw, `held` what the vault holds now, `latest` who
    changed its fields last. Raises ChangedMeanwhile with what both of them changed.
    """
    whole, clashes = merged(dict(read.values), dict(held.values), dict(typed))
    if not clashes and not held.struck:
        return checked_values(form, whole, dict(read.values) | dict(held.values))
    by_field = {change.field: change for change in latest}
    told = tuple(_clash(form, clash, by_field) for clash in clashes)
    names = ", ".join(f"\u201c{clash.field}\u201d" for clash in told)
    refused = kept.changed_meanwhile(held.id, names or "this entry")
    raise ChangedMeanwhile(str(refused), clashes=told, changed=refused.changed)


def _clash(form: Form, clash: Clash, latest: Mapping[str, FieldChange]) -> Clash:
    """Return a clash as a person reads it: labels and words, by whom and when."""
    question = form.question(clash.field)
    change = latest.get(question.label)
    return Clash(
        field=question.label,
        theirs=question.words(clash.theirs),
        yours=question.words(clash.yours),
        by=change.by if change else "",
        at=change.at if change else None,
    )
