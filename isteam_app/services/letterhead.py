"""The pictures of the letterhead: the company's logo, and scanned signatures."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from isteam_app.domain.kept_templates import KeptPicture
from isteam_app.domain.rights import Act
from isteam_app.domain.settings import Settings, Signatory
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.letters.codes import forget_codes
from isteam_app.letters.logo import (
    MOST_BYTES,
    Picture,
    kept_pixels,
    pixels_wanted,
    read_picture,
)
from isteam_app.scan_rendering.reading import CannotBeShown, ScanReading
from isteam_app.services.rights import must
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

LOGO, SIGNATURE = "logo", "signature"
_PIXELS = b"\x89PNG"
_REMEMBERED = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPictures:
    """What a letter shows beside its words, None for nothing."""

    logo: Picture | None = None
    signature: Picture | None = None


def signatories(settings: Settings) -> tuple[Signatory, ...]:
    """Return who may sign letters, the usual one first."""
    usual = settings.signatory
    others = (each for each in settings.letters.signatories if each.name != usual.name)
    return (usual, *others)


def signatory_named(settings: Settings, name: str) -> Signatory:
    """Return who signs under a name; the usual one where nobody of it signs."""
    found = signatories(settings)
    return next((each for each in found if each.name == name), found[0])


def letter_pictures(
    vault: Reading | Change,
    settings: Settings,
    signatory: Signatory,
    *,
    signed: bool = False,
) -> LetterPictures:
    """Return the pictures of one letter; its signature only where it is `signed`.

    A picture that is not in the vault any more, or that this version of the program
    cannot read, is left out.
    """
    return LetterPictures(
        logo=picture(vault, settings.letters.logo),
        signature=picture(vault, signatory.picture) if signed else None,
    )


def picture(vault: Reading | Change, picture_id: int) -> Picture | None:
    """Return a kept picture ready for a page, None for 0 and for one that is gone."""
    if not picture_id:
        return None
    try:
        digest = vault.pictures.digest(picture_id)
        return _read(_Kept(digest, lambda: vault.pictures.get(picture_id).data))
    except (NotFound, RuleBroken):
        return None


def keep_picture(session: Session, kind: str, path: Path) -> KeptPicture:
    """Keep a picture from a file, for the settings to name. `kind`: LOGO, SIGNATURE.

    Raises RuleBroken, for the field `picture`, with what stands in its way.
    """
    must(session, Act.SETTINGS)
    data = _made_safe(_file(path))
    with session.vault.change(
        "picture.added", by=session.member.name, at=session.now()
    ) as work:
        kept = work.pictures.add(
            KeptPicture(
                kind=kind,
                name=_shown(path.name),
                media_type=_media_type(data),
                data=data,
            )
        )
        work.commit()
    return kept


def picture_name(session: Session, picture_id: int) -> str:
    """Return what the file of a picture was called, "" for none."""
    if not picture_id:
        return ""
    try:
        with session.vault.read() as vault:
            return vault.pictures.get(picture_id).name
    except NotFound:
        return ""


def forget_pictures() -> None:
    """Let go of every picture and code of letters: the vault is locked."""
    _read.cache_clear()
    forget_codes()


class _Kept:
    """A picture by its digest, and how to come by its bytes the first time."""

    __slots__ = ("digest", "load")

    def __init__(self, digest: str, load: Callable[[], bytes]) -> None:
        self.digest = digest
        self.load: Callable[[], bytes] | None = load

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=_REMEMBERED)
def _read(kept: _Kept) -> Picture:
    """Read a picture once, however many letters show it."""
    load, kept.load = kept.load, None  # what is remembered must not hold the vault
    return read_picture(load() if load is not None else b"")


def _file(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise RuleBroken(
                "That is no file. Choose a PNG, JPEG or SVG picture.", field="picture"
            )
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RuleBroken(
            "The picture could not be read. Choose another one, or copy it to a folder "
            "of yours first.",
            field="picture",
        ) from error


def _made_safe(data: bytes) -> bytes:
    """Return a picture as it is kept: pixels, made anew from what another process saw.

    A drawing is read here: it is text, of which only known shapes are taken.
    """
    wanted = pixels_wanted(data)
    if wanted is None:
        read_picture(data)
        return data
    reading = ScanReading(data)
    try:
        (size,) = reading.pages()
        lies = (size.width > size.height) != (wanted[0] > wanted[1])
        width, height = reversed(wanted) if lies else wanted
        seen = reading.picture(0, width, height)
    except CannotBeShown as error:
        raise RuleBroken(
            "The picture is damaged and cannot be read. Save it again and choose it "
            "again.",
            field="picture",
        ) from error
    finally:
        reading.close()
    return kept_pixels(seen.width, seen.height, seen.pixels)


def _media_type(data: bytes) -> str:
    return "image/png" if data.startswith(_PIXELS) else "image/svg+xml"


def _shown(name: str) -> str:
    plain = "".join(each if each.isprintable() else "?" for each in name)
    return plain if len(plain) <= 80 else f"{plain[:77]}..."
