"""What a panel over the case can be opened to ask for."""

from dataclasses import dataclass

NOTE, ASSIGN, MOVE, CORRECT = "note", "assign", "move", "correct"
SERVICE, DECIDE, APPROVE, FORM = "service", "decide", "approve", "form"
LINK, REGULATOR, PACKAGE = "link", "regulator", "package"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for.

    `event` is the move's event, empty for all else. `label` names the box of a text
    that must be written, "" where it may stay empty; `text` stands in it at first.
    `form` and `entry` name the form to fill in and the entry to change, 0 for a new
    one.
    """

    what: str
    title: str = ""
    act: str = ""
    event: str = ""
    label: str = ""
    hint: str = ""
    text: str = ""
    form: str = ""
    entry: int = 0


ASK_NOTE = Ask(NOTE, "Write a note", "Keep the note")
ASK_OWNER = Ask(ASSIGN, "Assign the case", "Assign")
ASK_CORRECTION = Ask(CORRECT, "Correct the details", "Save")
ASK_SERVICE = Ask(SERVICE, "Choose the post", "Choose this post")
ASK_DECISION = Ask(DECIDE, "Decide", "Decide")
ASK_APPROVAL = Ask(APPROVE, "Approve or send back", "Approve")
ASK_LINK = Ask(LINK, "Link a case", "Link")
ASK_REGULATOR = Ask(
    REGULATOR, "Take to the regulator", "Open the regulator\u2019s case"
)
ASK_PACKAGE = Ask(PACKAGE, "Build the data package", "Save the package")
STANDING = {
    ask.what: ask
    for ask in (
        ASK_NOTE,
        ASK_OWNER,
        ASK_CORRECTION,
        ASK_SERVICE,
        ASK_DECISION,
        ASK_APPROVAL,
        ASK_LINK,
        ASK_REGULATOR,
        ASK_PACKAGE,
    )
}
"""What can be asked of a case without saying more."""


def ask_form(form: str, entry: int = 0) -> Ask:
    """Ask for the answers of a form; `entry` 0 begins a new one."""
    return Ask(FORM, form=form, entry=entry)
