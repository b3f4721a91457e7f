"""Keeps settings, each with the day from which it holds."""

from dataclasses import fields
from datetime import date

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from isteam_app.domain.settings import Settings
from isteam_app.errors import VaultDamaged
from isteam_app.storage.plain import from_json, to_json, type_of_fields
from isteam_app.storage.tables import settings as table
from isteam_app.storage.work import Work


class SettingsReader:
    """Finds the settings in force on a day."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_force(self, on: date) -> Settings:
        """Return every setting as it stands on a day.

        For a day before the vault's first settings, those first settings stand.

        Raises:
            VaultDamaged: a setting cannot be read.
        """
        types = type_of_fields(Settings)
        found = {key: text for key, text in self._texts(on).items() if key in types}
        try:
            values = {key: from_json(types[key], text) for key, text in found.items()}
            return Settings(**values)
        except (ValueError, TypeError) as error:
            raise VaultDamaged(
                "The settings in this vault cannot be read. Nothing was changed. Go "
                "back to a backup, or ask for help with this message.",
                detail=type(error).__name__,
            ) from error

    def coming(self, after: date) -> tuple[tuple[date, str], ...]:
        """Return what will change after a day: the day, and the setting's name."""
        query = (
            select(table.c.valid_from, table.c.key)
            .where(table.c.valid_from > after)
            .order_by(table.c.valid_from, table.c.key)
        )
        return tuple(
            (row.valid_from, row.key) for row in self._connection.execute(query)
        )

    def _texts(self, on: date) -> dict[str, str]:
        query = select(table.c.key, table.c.valid_from, table.c.value)
        texts: dict[str, str] = {}
        for row in self._connection.execute(query.order_by(table.c.valid_from)):
            if row.valid_from <= on or row.key not in texts:
                texts[row.key] = row.value
        return texts


class SettingsStore(SettingsReader):
    """Finds and keeps settings."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def save(self, settings: Settings, valid_from: date) -> None:
        """Keep the settings that differ from those in force, from a day on."""
        before = self._texts(valid_from)
        for each in fields(settings):
            text = to_json(getattr(settings, each.name))
            if before.get(each.name) == text:
                continue
            row = upsert(table).values(key=each.name, valid_from=valid_from, value=text)
            self._connection.execute(
                row.on_conflict_do_update(
                    index_elements=["key", "valid_from"], set_={"value": text}
                )
            )
            self._work.touch("setting")

    def drop(self, key: str, valid_from: date) -> bool:
        """Take back what a setting was to be from a day on; say whether it was there.

        The first value of a setting stays: something has to hold.
        """
        first = select(func.min(table.c.valid_from)).where(table.c.key == key)
        if self._connection.scalar(first) == valid_from:
            return False
        gone = self._connection.execute(
            table.delete().where(table.c.key == key, table.c.valid_from == valid_from)
        )
        if gone.rowcount:
            self._work.touch("setting")
        return bool(gone.rowcount)
