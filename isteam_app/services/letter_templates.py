"""Which template a letter is written from: the company's own version, or the shipped.

A letter keeps the very version it was started from. The number tells which one that
was: the company's versions count on from the shipped one.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from isteam_app.domain.kept_templates import KeptTemplate, TemplateState
from isteam_app.domain.letters import Letter
from isteam_app.errors import NotFound, TemplateBroken
from isteam_app.letters.templates import (
    PURPOSES,
    all_templates,
    load,
    parse,
)
from isteam_app.letters.templates import Template as Template
from isteam_app.storage.vault import Change, Reading

_REMEMBERED = 256


def template_of(vault: Reading | Change, letter: Letter) -> Template:
    """Return the version of a template that a letter was started from.

    One that this version of the program can no longer read gives way to the shipped
    one of its name, so that a letter of long ago can be opened.

    Raises:
        NotFound: it is neither kept nor shipped.
        TemplateBroken: it cannot be read, and none of its name is shipped.
    """
    kept = vault.templates.find(letter.template, letter.template_version)
    if kept is None:
        return load(letter.template)
    try:
        return as_template(kept)
    except TemplateBroken:
        shipped = shipped_template(letter.template)
        if shipped is None:
            raise
        return shipped


def template_in_use(vault: Reading | Change, key: str) -> Template:
    """Return the version of a template that new letters are started from.

    Raises:
        NotFound: there is no template of that name.
        TemplateBroken: the company's version cannot be read.
    """
    kept = vault.templates.in_use(key)
    return load(key) if kept is None else as_template(kept)


def templates_in_use(vault: Reading | Change) -> Mapping[str, Template]:
    """Return every template that letters may be started from, by its key.

    Acknowledgements come first, then by title. A company's version that cannot be read
    is left out for the shipped one: starting a letter from it says what is wrong.
    """
    found = {each.key: each for each in all_templates()}
    for kept in vault.templates.current():
        if kept.state is not TemplateState.IN_USE:
            continue
        try:
            found[kept.key] = as_template(kept)
        except TemplateBroken:
            continue
    ordered = sorted(
        found.values(), key=lambda each: (PURPOSES.index(each.purpose), each.title)
    )
    return {each.key: each for each in ordered}


def shipped_template(key: str) -> Template | None:
    """Return the template of this name that comes with the program, if one does."""
    try:
        return load(key)
    except NotFound:
        return None


def as_template(kept: KeptTemplate) -> Template:
    """Return a kept version as a template.

    Raises:
        TemplateBroken: its text cannot be read.
    """
    return _read(kept.key, kept.number, kept.text)


@lru_cache(maxsize=_REMEMBERED)
def _read(key: str, number: int, text: str) -> Template:
    """Read a text once, however many letters are made from it."""
    return replace(parse(text, name="The template"), key=key, version=number)
