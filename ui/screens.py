"""Makes each page when it is first wanted, and connects it to the others."""

from functools import partial

from PySide6.QtWidgets import QWidget

from isteam_app.device_keyring import DeviceKeyring
from ui.common.printing import Printing
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.screen import Screen
from ui.workplace import Maker, Workplace

Made = tuple[Screen, QWidget]


def makers(
    theme: Theme,
    printing: Printing | None = None,
    keyring: DeviceKeyring | None = None,
    choices: LocalChoices | None = None,
) -> dict[str, Maker]:
    """Every page by its key. Nothing is built or read until a page is wanted.

    `printing` and `keyring` stand in for this computer's own; `choices` is what it
    remembers.
    """
    return {
        "today": _today,
        "cases": _cases,
        "case": _case,
        "intake": _intake,
        "letters": partial(_desk, printing),
        "letter": partial(_letter, printing),
        "disclosures": _register,
        "request": partial(_request, printing),
        "directory": _directory,
        "numbers": _numbers,
        "people": _people,
        "person": _person,
        "deadlines": _calculator,
        "settings": partial(_settings, theme, keyring, choices, printing),
        "audit": partial(_audit, printing),
        "templates": _templates,
        "batch": _batch,
        "damage": _damage,
    }


def _damage(work: Workplace) -> Made:
    from ui.damage.damage_page import DamagePage

    page = DamagePage(work.background, session=work.session, now=work.session.now)
    page.left.connect(work.lock_wanted)
    page.open_wanted.connect(work.other_wanted)
    return page, page


def _today(work: Workplace) -> Made:
    from ui.today.today_page import TodayPage

    page = TodayPage(work.session, work.background)
    page.case_opened.connect(work.open_case)
    page.disclosure_opened.connect(work.open_request)
    page.letter_opened.connect(work.open_letter)
    page.letters_opened.connect(work.open_desk_at)
    page.post_wanted.connect(work.new_post)
    return page, page


def _cases(work: Workplace) -> Made:
    from ui.cases.cases_page import CasesPage

    page = CasesPage(work.session, work.background)
    page.case_opened.connect(work.open_case)
    page.post_wanted.connect(work.new_post)
    page.letters_wanted.connect(work.write_to_each)
    return page, page


def _case(work: Workplace) -> Made:
    from ui.cases.case_page import CasePage

    page = CasePage(work.session, work.background)
    page.letter_opened.connect(work.open_letter)
    page.case_opened.connect(work.open_case)
    page.back.connect(work.back)
    return page, page


def _intake(work: Workplace) -> Made:
    from ui.intake.intake_page import IntakePage

    page = IntakePage(work.session, work.background)
    page.saved.connect(work.note_saved)
    page.letter_wanted.connect(work.write_letter)
    page.cancelled.connect(work.back)
    page.case_opened.connect(work.open_case)
    return page, page


def _desk(printing: Printing | None, work: Workplace) -> Made:
    from ui.letters.desk_page import DeskPage

    page = DeskPage(work.session, work.background, printing=printing)
    page.letter_opened.connect(work.open_letter)
    page.case_opened.connect(work.open_case)
    page.request_opened.connect(work.open_request)
    page.waiting_changed.connect(work.show_waiting)
    page.batch_opened.connect(work.open_batch)
    return page, page


def _letter(printing: Printing | None, work: Workplace) -> Made:
    from ui.letters.letter_page import LetterPage

    page = LetterPage(work.session, work.background, printing=printing)
    page.case_opened.connect(work.open_case)
    page.request_opened.connect(work.open_request)
    page.desk_opened.connect(work.open_desk)
    page.discarded.connect(work.leave_gone)
    page.waiting_changed.connect(work.show_waiting)
    return page, page


def _batch(work: Workplace) -> Made:
    from ui.letters.batch_page import BatchPage

    page = BatchPage(work.session, work.background)
    page.letter_opened.connect(work.open_letter)
    page.begun.connect(work.open_batch)
    page.waiting_changed.connect(work.show_waiting)
    page.back.connect(work.back)
    return page, page


def _register(work: Workplace) -> Made:
    from ui.disclosures.register_page import RegisterPage

    page = RegisterPage(work.session, work.background)
    page.disclosure_opened.connect(work.open_request)
    page.new_wanted.connect(work.new_request)
    page.directory_wanted.connect(partial(work.go, "directory"))
    page.numbers_wanted.connect(partial(work.go, "numbers"))
    return page, page


def _directory(work: Workplace) -> Made:
    from ui.disclosures.directory_page import DirectoryPage

    page = DirectoryPage(work.session, work.background)
    page.requests_wanted.connect(work.open_requests_of)
    page.back.connect(work.open_register)
    return page, page


def _request(printing: Printing | None, work: Workplace) -> Made:
    from ui.disclosures.request_page import RequestPage

    given = None if printing is None else lambda: printing
    page = RequestPage(work.session, work.background, printing=given)
    page.saved.connect(work.open_request)
    page.organisation_wanted.connect(work.add_organisation)
    page.back.connect(work.open_register)
    page.person_opened.connect(work.open_person)
    page.letter_opened.connect(work.open_letter)
    return page, page


def _numbers(work: Workplace) -> Made:
    from ui.disclosures.numbers_page import NumbersPage

    page = NumbersPage(work.session, work.background)
    page.back.connect(work.open_register)
    return page, page


def _people(work: Workplace) -> Made:
    from ui.people.people_page import PeoplePage

    page = PeoplePage(work.session, work.background)
    page.person_opened.connect(work.open_person)
    return page, page


def _person(work: Workplace) -> Made:
    from ui.people.person_page import PersonPage

    page = PersonPage(work.session, work.background)
    page.case_opened.connect(work.open_case)
    page.request_opened.connect(work.open_request)
    page.letter_opened.connect(work.open_letter)
    page.person_opened.connect(work.open_person)
    page.back.connect(work.back)
    return page, page


def _audit(printing: Printing | None, work: Workplace) -> Made:
    from ui.audit.audit_page import AuditPage

    given = None if printing is None else lambda: printing
    page = AuditPage(work.session, work.background, printing=given)
    page.case_opened.connect(work.open_case)
    page.letter_opened.connect(work.open_letter)
    page.request_opened.connect(work.open_request)
    page.person_opened.connect(work.open_person)
    return page, page


def _templates(work: Workplace) -> Made:
    from ui.templates.templates_page import TemplatesPage

    page = TemplatesPage(work.session, work.background)
    page.back.connect(partial(work.go, "settings"))
    return page, page


def _calculator(work: Workplace) -> Made:
    from ui.deadlines.calculator_page import CalculatorPage

    page = CalculatorPage(work.session, work.background)
    return page, page


def _settings(
    theme: Theme,
    keyring: DeviceKeyring | None,
    choices: LocalChoices | None,
    printing: Printing | None,
    work: Workplace,
) -> Made:
    from ui.settings.remember_part import RememberPart
    from ui.settings.settings_page import SettingsPage

    page = SettingsPage(
        work.session,
        work.background,
        theme_choice=theme.choice,
        printing=printing,
        remember=RememberPart(
            work.session, work.background, keyring=keyring, choices=choices
        ),
    )
    page.theme_chosen.connect(work.theme_chosen)
    page.text_chosen.connect(work.text_chosen)
    page.lock_wanted.connect(work.lock_wanted)
    page.open_wanted.connect(work.other_wanted)
    page.backed_up.connect(work.backups_changed)
    page.saved.connect(work.refresh_shell)
    page.audit_wanted.connect(partial(work.go, "audit"))
    page.templates_wanted.connect(partial(work.go, "templates"))
    page.case_opened.connect(work.open_case)
    return page, page
