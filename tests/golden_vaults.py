"""Unpacks the golden vaults: made by older programs, to be opened by this one."""

import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from isteam_app.services.session import Session
from isteam_app.services.unlock import unlock_with_recovery_key

GOLDEN = Path(__file__).parent / "data" / "golden"
SCHEMAS = sorted(int(file.stem.split("-")[1]) for file in GOLDEN.glob("*.zip"))
LATER = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


@dataclass(frozen=True)
class Golden:
    """An unpacked golden vault and what must be found in it."""

    folder: Path
    facts: dict[str, Any]

    def open(self) -> Session:
        return unlock_with_recovery_key(
            self.folder, self.facts["recovery_key"], lambda: LATER
        )


def unpacked(schema: int, place: Path) -> Golden:
    with zipfile.ZipFile(GOLDEN / f"schema-{schema}.zip") as packed:
        packed.extractall(place)
    facts = json.loads((GOLDEN / f"schema-{schema}.json").read_text("utf-8"))
    return Golden(place / f"schema-{schema}.isvault", facts)
