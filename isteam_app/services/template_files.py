"""Templates that leave the program as a file, and come in as one."""

from dataclasses import dataclass, replace
from pathlib import Path

from isteam_app.domain.cases import EventKind
from isteam_app.domain.kept_templates import KeptTemplate
from isteam_app.errors import RuleBroken
from isteam_app.letters.templates import (
    Template,
    facts_changed,
    parse,
)
from isteam_app.services.files import write_whole
from isteam_app.services.letter_templates import shipped_template
from isteam_app.services.session import Session
from isteam_app.services.template_shelf import open_template, opened
from isteam_app.services.template_texts import Sheet, sheet_from, sheet_of
from isteam_app.services.template_versions import add_draft
from isteam_app.storage.vault import Change

LARGEST_FILE = 300_000
"""Bytes of a template's file: five times what the longest letter needs."""


@dataclass(frozen=True, slots=True)
class ExportedTemplate:
    """A template as a file. `name` is what the file may be called."""

    name: str
    text: str


def exported(session: Session, key: str, number: int) -> ExportedTemplate:
    """Return one version of a template as a file. Raises NotFound or RuleBroken."""
    template = open_template(session, key)
    for version in template.versions:
        if version.number != number:
            continue
        if version.kept is not None:
            return ExportedTemplate(f"{key}-v{number}.txt", version.kept.text)
        if template.shipped is not None:
            text = sheet_from(template.shipped).text
            return ExportedTemplate(f"{key}-v{number}.txt", text)
    raise RuleBroken(
        f"There is no version {number} of this template. Open the list again."
    )


def save_export(session: Session, key: str, number: int, path: Path) -> None:
    """Write one version of a template to a file. Raises FileNotWritten."""
    write_whole(path, [exported(session, key, number).text.encode()])


def import_template(session: Session, path: Path) -> KeptTemplate:
    """Read a template from a file, as a draft: nothing is used or overwritten by it.

    A file of a template that exists becomes its next version; any other one a template
    of the company's own.

    Raises:
        RuleBroken: it is no template's file, or somebody works on that template.
        TemplateBroken: its text cannot be read.
    """
    read = parse(_text_of(path), name=_shown(path.name))
    with session.vault.change(
        "template.imported", by=session.member.name, at=session.now()
    ) as work:
        draft = _kept(work, read)
        work.commit()
    return draft


def _kept(work: Change, read: Template) -> KeptTemplate:
    shipped = shipped_template(read.key)
    if shipped is None and read.key not in work.templates.keys():  # noqa: SIM118  no dict
        return _own(work, read)
    template = opened(work, read.key)
    before = template.base or _facts_before(template.sheet())
    changed = facts_changed(before, read)
    if changed:
        raise RuleBroken(
            f"The file says “{before.title}” is otherwise than it is here "
            f"({', '.join(changed)}). Give it another “key:” and read it as a template "
            "of your own.",
            field="path",
        )
    return add_draft(work, template, sheet_from(read))


def _own(work: Change, read: Template) -> KeptTemplate:
    meant = shipped_template(read.like) if read.like else None
    if read.like and meant is None:
        raise RuleBroken(
            f"The file is like “{read.like}”, and there is no such template here. Put "
            "the key of one that there is after “like:”.",
            field="path",
        )
    answers = read.is_of_request or read.event is EventKind.ANSWERED
    if answers and meant is None:
        raise RuleBroken(
            "A letter that answers has to say which shipped one it is like, so that it "
            "is checked and approved as that one. Add the line “like:” to the facts.",
            field="path",
        )
    if meant is not None and {"to", "event"} & set(facts_changed(meant, read)):
        raise RuleBroken(
            f"The file is like “{meant.title}”, and goes to somebody else or means "
            "something else to the case. Put “to:” and “event:” as they are there.",
            field="path",
        )
    sheet = sheet_from(replace(read, version=1))
    return work.templates.add(
        KeptTemplate(key=read.key, number=1, text=sheet.text, note="Read from a file")
    )


def _facts_before(sheet: Sheet) -> Template:
    return sheet_of(sheet.text).facts


def _text_of(path: Path) -> str:
    """Return the text of a file that may be anything."""
    try:
        if not path.is_file():
            raise RuleBroken(
                "That is no file. Choose the file of a template.", field="path"
            )
        with path.open("rb") as file:
            found = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise RuleBroken(
            "The file could not be read. Choose another one, or copy it to a folder of "
            "yours first.",
            field="path",
        ) from error
    if len(found) > LARGEST_FILE:
        raise RuleBroken(
            f"The file is larger than {LARGEST_FILE // 1000} kB, which no template is. "
            "Choose the file of a template.",
            field="path",
        )
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RuleBroken(
            f"{_shown(path.name)} is not a text file. Save it as text (UTF-8), or "
            "choose another one.",
            field="path",
        ) from error


def _shown(name: str) -> str:
    """A file's name as a sentence may quote it."""
    plain = "".join(each if each.isprintable() else "?" for each in name)
    return plain if len(plain) <= 60 else f"{plain[:57]}..."
