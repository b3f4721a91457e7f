"""Another program on the same vault: it tries to open it, and holds its database fast.

Told on its input, a line each: the database's file, its key, the vault's folder and its
recovery key. It goes on until the input ends, then says what happened to it.
"""

import random
import select
import sys
from contextlib import suppress
from pathlib import Path
from time import sleep

from sqlalchemy.exc import DBAPIError

from faults._vaults import now
from isteam_app.errors import VaultInUse
from isteam_app.services.unlock import unlock_with_recovery_key
from isteam_app.storage.engine import vault_engine, writing

_LONGEST_HOLD = 0.12


def main() -> None:
    database, key, folder, recovery_key = (
        sys.stdin.readline().strip() for _ in range(4)
    )
    chance = random.Random(7)  # noqa: S311  moments, not secrets
    engine = vault_engine(Path(database), bytes.fromhex(key))
    refused = held = rounds = 0
    print("at work", flush=True)
    while not select.select([sys.stdin], [], [], 0.02)[0]:
        rounds += 1
        with suppress(DBAPIError), writing(engine) as connection:  # it may not get in
            transaction = connection.begin()
            connection.exec_driver_sql("UPDATE people SET salutation = 'lost'")
            sleep(chance.uniform(0.0, _LONGEST_HOLD))
            transaction.rollback()
            held += 1
        if rounds % 4 == 1:
            try:
                unlock_with_recovery_key(Path(folder), recovery_key, now)
            except VaultInUse:
                refused += 1
    engine.dispose()
    print(f"{refused} {held}", flush=True)


if __name__ == "__main__":
    main()
