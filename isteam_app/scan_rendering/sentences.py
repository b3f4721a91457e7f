"""What a person is told of a file or a page that is not shown."""

from isteam_app.scan_rendering.limits import PAGES, PIXELS
from isteam_app.scan_rendering.wire import Reason

_KEPT = "The file is kept as it came."
_WORDS = {
    Reason.DAMAGED: (
        "{What} is damaged and cannot be shown.",
        "Ask the sender for it again, or scan the letter again.",
    ),
    Reason.PASSWORD: (
        "{What} is protected by a password and cannot be shown.",
        "Ask the sender for a copy without a password.",
    ),
    Reason.TOO_MANY_PAGES: (
        f"{{What}} has more than {PAGES} pages, more than is safe to show.",
        "Scan the letter again in parts.",
    ),
    Reason.TOO_MANY_PIXELS: (
        f"{{What}} has over {PIXELS // 1_000_000} million dots, too many to be safe.",
        "Scan the letter again at 300 dpi or less.",
    ),
    Reason.MEMORY: (
        "{What} asks for more memory than is safe to give, so it is not shown.",
        "Ask the sender for a plain copy, or scan the letter again at 300 dpi or less.",
    ),
    Reason.TIME: (
        "{What} takes longer than is safe to wait for, so it is not shown.",
        "Ask the sender for a plain copy, or scan the letter again at 300 dpi or less.",
    ),
    Reason.BROKE: (
        "{What} broke what opens it and is not shown. Nothing else was touched.",
        "Do not open it elsewhere; ask the sender for a plain copy.",
    ),
    Reason.NOT_STARTED: (
        "{What} is not shown, because what opens it did not start.",
        "Close other programs, then show it again.",
    ),
}


def sentence(reason: Reason, what: str) -> str:
    """Return what happened to `what` ("This PDF"), what is safe, and what to do."""
    happened, advice = _WORDS[reason]
    return f"{happened.format(What=what)} {_KEPT} {advice}"
