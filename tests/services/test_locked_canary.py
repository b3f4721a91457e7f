"""A locked request does not exist for whoever is not cleared, whatever they ask for."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from locked_canary import (
    APPROVER,
    AUDITOR,
    HANDLER,
    Aviary,
    aviary,
    found_in,
    words_in,
)
from locked_canary_table import CHANCE, EXCUSED, LOOKS, At, outcome

from isteam_app import cli, services
from isteam_app.services.unlock import lock


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    """With a request locked from the start, one locked later, and one withdrawn."""
    return aviary(tmp_path_factory.mktemp("full"), more=True)


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    return aviary(tmp_path_factory.mktemp("locked"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    return aviary(tmp_path_factory.mktemp("empty"), locked=False)


def functions() -> Iterator[str]:
    """Every function that the window and the terminal may call, by name."""
    for package, start in ((services, ""), (cli, "cli.")):
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            yield from (f"{start}{found.name}.{name}" for name in public(module))


def public(module: ModuleType) -> list[str]:
    return [
        name
        for name, each in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(each) or hasattr(each, "__wrapped__"))
        and getattr(each, "__module__", "") == module.__name__
    ]


def test_every_function_is_walked_or_excused() -> None:
    excused = {name for names in EXCUSED.values() for name in names.split()}
    known = set(LOOKS) | excused
    there = set(functions())
    assert sorted(there - known) == []
    assert sorted(known - there) == []
    assert sorted(set(LOOKS) & excused) == []


def walked(
    birds: Aviary, name: str, place: Path, *, in_hand: bool = True
) -> dict[str, list[str]]:
    """Ask everything there is as one of the team; return what each function told."""
    place.mkdir()
    session = birds.opened(name, place / "team.isvault")
    at = At(session, birds, place, name, in_hand)
    told = {
        function: [
            _BY_CHANCE.sub("", text.replace(str(place), ""))
            for text in words_in(outcome(partial(look, at)))
        ]
        for function, look in LOOKS.items()
    }
    lock(session)
    return told


_BY_CHANCE = re.compile(
    r"\b(id|\w+_id)=\d+|\b[0-9a-f]{64}\b|([0-9a-f]{4} ){3,}[0-9a-f]{4}"
)
"""Salted digests differ with the salt. Numbers of rows are shown on no screen."""


@pytest.mark.parametrize("name", [HANDLER, AUDITOR])
def test_whoever_is_not_cleared_finds_nothing(
    full: Aviary, name: str, tmp_path: Path
) -> None:
    told = walked(full, name, tmp_path / "walk")
    sung = {
        function: found
        for function, words in told.items()
        if (found := found_in(words, full.secrets))
    }
    assert sung == {}


def test_an_approver_finds_it_wherever_it_can_be_found(
    full: Aviary, tmp_path: Path
) -> None:
    told = walked(full, APPROVER, tmp_path / "walk")
    finding = {
        function for function, words in told.items() if found_in(words, full.secrets)
    }
    assert finding >= SINGS


@pytest.mark.parametrize("name", [HANDLER, AUDITOR])
def test_all_that_is_told_is_as_if_it_had_never_been(
    locked: Aviary, empty: Aviary, name: str, tmp_path: Path
) -> None:
    """Counts, lists and texts are those of the same vault without the request."""
    with_it = walked(locked, name, tmp_path / "locked", in_hand=False)
    without = walked(empty, name, tmp_path / "empty", in_hand=False)
    differ = [
        function
        for function in LOOKS
        if function not in CHANCE and with_it[function] != without[function]
    ]
    assert differ == []


SINGS = {
    "audit_trail.export_trail",
    "audit_trail.list_trail",
    "cases.read_document",
    "cli.export.run",
    "decision_record.decision_record_pdf",
    "decision_record.export_decision_record",
    "disclosures.disclosure",
    "disclosures.list_disclosures",
    "disclosures.more_subjects",
    "disclosures.open_request",
    "letters.letter_pdf",
    "letters.open_desk",
    "organisations.list_organisations",
    "organisations.offer_organisations",
    "organisations.organisation_page",
    "print_desk.letter",
    "print_desk.list_letters",
    "register_exports.export_register",
    "search.find",
    "today.worklist",
}
"""Where an approver reads of it: there the others would have found it too."""
