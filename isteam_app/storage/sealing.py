"""Short secrets under a key: sealed for whoever holds it, and for nobody else."""

import secrets
from typing import TYPE_CHECKING

from isteam_app.storage.kdf import subkey

if TYPE_CHECKING:  # a header is read without it, and it takes long to load
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16


def seal(data_key: bytes, text: str, *, purpose: str) -> str:
    """Return a short text that only holders of the data key can read."""
    return sealed_bytes(data_key, text.encode(), purpose=purpose).hex()


def unseal(data_key: bytes, sealed: str, *, purpose: str) -> str:
    """Return a sealed text, or "" when it cannot be read."""
    try:
        found = unsealed_bytes(data_key, bytes.fromhex(sealed), purpose=purpose)
        return (found or b"").decode()
    except ValueError:
        return ""


def sealed_bytes(data_key: bytes, secret: bytes, *, purpose: str) -> bytes:
    """Return bytes that only holders of the data key can read: nonce, text, tag."""
    nonce = secrets.token_bytes(NONCE)
    key = cipher(subkey(data_key, purpose=purpose))
    return nonce + key.encrypt(nonce, secret, purpose.encode())


def unsealed_bytes(data_key: bytes, sealed: bytes, *, purpose: str) -> bytes | None:
    """Return sealed bytes, or None when they cannot be read."""
    from cryptography.exceptions import InvalidTag

    key = cipher(subkey(data_key, purpose=purpose))
    try:
        return key.decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
    except (InvalidTag, ValueError):
        return None


def cipher(key: bytes) -> "AESGCM":
    """Return AES-256-GCM under a key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
