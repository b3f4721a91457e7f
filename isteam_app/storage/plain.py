"""Values as JSON and back, by their own type hints."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_json(value: object) -> str:
    """Return a value (dataclass, enum, date, tuple, text, number) as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: Any, text: str) -> Any:
    """Return the value of a type that `to_json` wrote.

    Fields a newer version added take their defaults; those it no longer knows are
    left out.

    Raises:
        ValueError: the text is not such a value.
    """
    return _value(kind, json.loads(text))


@cache
def type_of_fields(kind: type) -> Mapping[str, Any]:
    """Return the type of each field of a dataclass."""
    return get_type_hints(kind)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def _value(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin is tuple:
        return _tuple(get_args(kind), plain)
    if origin in (Union, types.UnionType):
        return None if plain is None else _value(get_args(kind)[0], plain)
    if is_dataclass(kind):
        return _record(kind, plain)
    if issubclass(kind, Enum):
        return kind(plain)
    if kind in (date, datetime):
        return kind.fromisoformat(plain)
    if kind is float and type(plain) is int:
        return float(plain)
    if not isinstance(plain, kind):
        raise ValueError(f"not a {kind.__name__}")  # noqa: TRY004  callers catch one
    return plain


def _tuple(kinds: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise ValueError("not a list")  # noqa: TRY004  callers catch one
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_value(kinds[0], item) for item in plain)
    return tuple(_value(kind, item) for kind, item in zip(kinds, plain, strict=True))


def _record(kind: Any, plain: Any) -> Any:
    if not isinstance(plain, dict):
        raise ValueError(f"not a {kind.__name__}")  # noqa: TRY004  callers catch one
    hints = type_of_fields(kind)
    known = {name: value for name, value in plain.items() if name in hints}
    return kind(**{name: _value(hints[name], value) for name, value in known.items()})
