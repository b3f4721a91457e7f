"""Letters to others than the person: whom an entry of the case names for them."""

from isteam_app.domain.forms import Entry, Form, standing
from isteam_app.domain.letters import Letter
from isteam_app.services.cases import CasePage
from isteam_app.services.letter_templates import Template
from isteam_app.services.letters import letter_choices


def choices(page: CasePage) -> tuple[Template, ...]:
    """Return the letters that the case on a page may start."""
    return letter_choices(page.case, page.definition.letters, page.templates)


def notice_of(page: CasePage, form: Form) -> str:
    """Return the key of the letter that goes to whom a form names, "" for none."""
    for template in choices(page):
        if template.to == form.key and _has_address(form):
            return template.key
    return ""


def form_of(page: CasePage, template: str) -> Form | None:
    """Return the form that names whom a letter goes to, None for the person.

    One of the company's own goes to whom the one it is like goes to.
    """
    known = page.templates.get(template)
    means = known.means if known is not None else template
    forms = page.definition.forms
    return next((form for form in forms if notice_of(page, form) == means), None)


def is_told(form: Form, entry: Entry | None) -> bool:
    """Say whether whoever an entry names has been dealt with already."""
    return entry is not None and bool(form.done_by and entry[form.done_by])


def waiting(page: CasePage, form: Form) -> tuple[Entry, ...]:
    """Return the entries that name somebody who may still be written to."""
    kept = standing(page.entries, form.key)
    return tuple(entry for entry in kept if not is_told(form, entry))


def ready(page: CasePage, form: Form) -> Entry | None:
    """Return the one entry a letter can go to, None where there is not just one."""
    found = waiting(page, form)
    return found[0] if len(found) == 1 and found[0]["address"] else None


def draft_of(page: CasePage, template: str, entry: Entry | None) -> Letter | None:
    """Return the draft that was begun already, to the same reader."""
    to = entry.id if entry else None
    for letter in page.letters:
        same = letter.template == template and letter.to_entry == to
        if same and letter.is_unfinished:
            return letter
    return None


def _has_address(form: Form) -> bool:
    return any(question.key == "address" for question in form.questions)
