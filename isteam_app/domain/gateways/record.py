"""Reads data of the program strictly: nothing missing, unknown or of another kind."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

T = TypeVar("T")


class Record:
    """One object of the JSON text: each of its names is asked for once."""

    def __init__(self, plain: object, where: str) -> None:
        if not isinstance(plain, dict):
            raise wrong(where, "a group of names is wanted here")
        self._left = dict(plain)
        self.where = where

    @property
    def key(self) -> str:
        """Its own name in the group it stands in."""
        return self.where.rpartition(".")[2]

    def text(self, name: str, usual: str | None = None) -> str:
        value = self._left.pop(name, usual)
        if not isinstance(value, str) or (usual is None and not value):
            raise wrong(f"{self.where}.{name}", "words are wanted here")
        return value

    def flag(self, name: str, *, usual: bool = False) -> bool:
        value = self._left.pop(name, usual)
        if not isinstance(value, bool):
            raise wrong(f"{self.where}.{name}", "true or false is wanted here")
        return value

    def texts(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of names, each one of those that are known, and once."""
        value = self._left.pop(name, None)
        if not isinstance(value, list) or len(set(map(str, value))) != len(value):
            raise wrong(f"{self.where}.{name}", "a list is wanted here, nothing twice")
        for each in value:
            if each not in known:
                raise wrong(f"{self.where}.{name}", f"nothing is named {each!r}")
        return tuple(value)

    def one_of(self, name: str, known: Collection[str], *, needed: bool = False) -> str:
        """Return a name that is known, "" where none is given nor needed."""
        value = self.text(name, None if needed else "")
        if value and value not in known:
            raise wrong(f"{self.where}.{name}", f"nothing is named {value!r}")
        return value

    def record(self, name: str) -> "Record":
        return Record(self._left.pop(name, None), f"{self.where}.{name}")

    def records(self, name: str) -> Iterator["Record"]:
        value = self._left.pop(name, None)
        if not isinstance(value, list):
            raise wrong(f"{self.where}.{name}", "a list is wanted here")
        for number, each in enumerate(value, start=1):
            yield Record(each, f"{self.where}.{name}.{number}")

    def each(self, name: str, read: Callable[["Record"], T]) -> Iterator[tuple[str, T]]:
        """Yield each named record of a group, read to its end."""
        yield from self.record(name).all(read)

    def all(self, read: Callable[["Record"], T]) -> Iterator[tuple[str, T]]:
        for key in tuple(self._left):
            at = self.record(key)
            yield key, read(at)
            at.ended()

    def ended(self) -> None:
        if self._left:
            raise wrong(self.where, f"nothing is known of {', '.join(self._left)}")


def wrong(where: str, why: str) -> ValueError:
    return ValueError(f"{where}: {why}")
