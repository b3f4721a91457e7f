"""The menu of fields that can be put into a letter."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from isteam_app.services.letter_editing import Field, all_fields

_GROUPS = (
    ("Who it is about", ("salutation", "subject_name", "requester_name", "acting_for")),
    (
        "The case",
        (
            "case_reference",
            "their_reference",
            "date_on_letter",
            "dated",
            "received",
            "reached",
            "request_summary",
            "due",
            "awaited",
            "outcome_due",
            "handler",
        ),
    ),
    ("The request", ("request_from",)),
    (
        "The company",
        ("organisation", "team", "team_address", "company_number", "phone", "email"),
    ),
    (
        "The regulator",
        ("regulator", "regulator_address", "regulator_phone", "regulator_website"),
    ),
)
_TYPED, _REST = "You fill in", "How data is used"


def field_menu(insert: Callable[[str], None], parent: QWidget) -> QMenu:
    """Every field by its label, in groups. `insert` is called with its name."""
    menu = QMenu(parent)
    for heading, fields in _grouped(all_fields()):
        part = menu.addMenu(heading)
        for field in fields:
            act = part.addAction(field.label.replace("&", "&&"))
            act.triggered.connect(partial(_chosen, insert, field.name))
    return menu


def _grouped(fields: tuple[Field, ...]) -> list[tuple[str, list[Field]]]:
    groups: dict[str, list[Field]] = {heading: [] for heading, _ in _GROUPS}
    groups |= {_REST: [], _TYPED: []}
    for field in fields:
        groups[_group_of(field)].append(field)
    return [(heading, held) for heading, held in groups.items() if held]


def _group_of(field: Field) -> str:
    if field.asked:
        return _TYPED
    return next((heading for heading, names in _GROUPS if field.name in names), _REST)


def _chosen(insert: Callable[[str], None], name: str, _checked: bool = False) -> None:
    insert(name)
