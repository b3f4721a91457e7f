"""Every action that is written to the trail anywhere has its words, and a kind."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import isteam_app
from isteam_app.domain.audit_words import (
    ACTIONS,
    KIND_WORDS,
    ActionKind,
    action_words,
    actions_of,
    kind_of,
)
from isteam_app.domain.cases import EventKind

ROOT = Path(isteam_app.__file__).parent
FLOORS = ("services", "storage", "cli")
CHANGES = {"change", "Change", "_change", "_enter", "note_left", "_begin", "_note"}
FILLED = {
    "case.": {f"case.{kind.value}" for kind in EventKind},
    "disclosure.": {"disclosure.asked_more", "disclosure.referred"},
    "register.exported.": {
        "register.exported.full",
        "register.exported.regulator",
        "register.exported.statistics",
    },
    ".viewed": set(actions_of(ActionKind.VIEW)),
}
"""What stands in the places of the actions that are put together."""


def spoken(node: ast.expr) -> Iterator[str]:
    """Every text that an expression can be; of one put together, what is fixed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from spoken(node.body)
        yield from spoken(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.Constant):
                yield f"{{}}{part.value}" if part is not node.values[0] else part.value


def written() -> Iterator[tuple[str, str]]:
    """Every action in the code: where it stands, and its words."""
    for floor in FLOORS:
        for file in (ROOT / floor).rglob("*.py"):
            tree = ast.parse(file.read_text())
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef):
                    yield from in_function(file.name, function)


def in_function(place: str, function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    named: dict[str, list[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).extend(spoken(node.value))
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and called(node) in CHANGES:
            for given in node.args:
                texts = named.get(given.id, []) if isinstance(given, ast.Name) else None
                for text in spoken(given) if texts is None else texts:
                    if "." in text and " " not in text:
                        yield place, text


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def meant(text: str) -> set[str]:
    for part, all_of_them in FILLED.items():
        if text.removeprefix("{}") == part:
            return all_of_them
    return {text}


def test_every_action_in_the_code_has_its_words() -> None:
    found = list(written())
    assert len({text for _, text in found}) > 60  # the search itself must not fail
    unknown = [
        (place, text) for place, text in found if not meant(text) <= set(ACTIONS)
    ]
    assert unknown == []


def test_actions_are_fixed_words_without_personal_data() -> None:
    for action, words in ACTIONS.items():
        assert action.replace(".", "").replace("_", "").isalpha()
        assert words[0].isupper()
        assert not words.endswith(".")


def test_each_kind_has_words_and_actions() -> None:
    assert set(KIND_WORDS) == set(ActionKind)
    assert {kind_of(action) for action in ACTIONS} == set(ActionKind)
    everything = [action for kind in ActionKind for action in actions_of(kind)]
    assert sorted(everything) == sorted(ACTIONS)


@pytest.mark.parametrize("action", ["later.thing_done", "x"])
def test_an_action_of_a_later_version_reads_as_it_is(action: str) -> None:
    assert action_words(action) == action.replace(".", " ").replace("_", " ")
    assert kind_of(action) is ActionKind.CHANGE
