"""The sections of the settings that the daily work stands on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from isteam_app.domain.dates import long_date
from isteam_app.domain.settings import Nation, PauseReading, PostalService, Settings
from isteam_app.errors import RuleBroken
from isteam_app.services.calendars import known_until, working_calendar
from ui.common.choice_fields import RadioField
from ui.common.text import META, paragraph
from ui.settings.days_field import DaysField
from ui.settings.decisions_field import DecisionsField
from ui.settings.rows_field import Part, RowsField
from ui.settings.section import NumberField, Section

_AGAIN = "Open cases are counted again when this is saved; closed ones never move."
_NATIONS = (
    (Nation.ENGLAND_AND_WALES, "England and Wales"),
    (Nation.SCOTLAND, "Scotland"),
    (Nation.NORTHERN_IRELAND, "Northern Ireland"),
)
_READINGS = (
    (PauseReading.CONSERVATIVE, "The day of asking counts (cautious)"),
    (PauseReading.INCLUSIVE, "The day of asking is left out (a day later)"),
)
_NUMBERS = (
    ("acknowledge_days", "Acknowledge within", "working days"),
    ("outcome_days", "Conclude a complaint or an enquiry within", "working days"),
    ("progress_days", "Tell how a complaint is going every", "days"),
    ("suppress_days", "Stop marketing within", "working days"),
)


class TargetSection(Section):
    """The team's own targets, inside the limits of the law."""

    def __init__(self) -> None:
        super().__init__("targets", "Targets", "clock", _AGAIN)
        self.numbers = {key: NumberField(name, unit) for key, name, unit in _NUMBERS}
        self.add(**self.numbers)

    def show_settings(self, settings: Settings) -> None:
        for key, field in self.numbers.items():
            field.set_value(str(getattr(settings, key)))

    def taken(self, settings: Settings) -> Settings:
        numbers = {key: field.number(key) for key, field in self.numbers.items()}
        return replace(
            settings,
            acknowledge_days=numbers["acknowledge_days"],
            outcome_days=numbers["outcome_days"],
            progress_days=numbers["progress_days"],
            suppress_days=numbers["suppress_days"],
        )


class CalendarSection(Section):
    """Which days are working days."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("deadlines", "Calendar", "calendar", _AGAIN)
        self.nation = RadioField("Working days of", _NATIONS, upright=True)
        self.reading = RadioField(
            "When a question pauses the clock (Article 12A)", _READINGS, upright=True
        )
        self.holidays = DaysField(
            "Public holidays announced lately",
            today,
            self._holiday,
            help_text="A day on which only the office is shut moves no deadline.",
        )
        self.add(
            nation=self.nation,
            pause_reading=self.reading,
            extra_holidays=self.holidays,
        )
        last = long_date(known_until())
        self.known = paragraph(
            f"Public holidays are known until {last}. A due date after that day says "
            "so, and one announced later is added here.",
            META,
        )
        self.card.body.addWidget(self.known)

    def show_settings(self, settings: Settings) -> None:
        self.nation.set_value(settings.nation)
        self.reading.set_value(settings.pause_reading)
        self.holidays.set_dates(settings.extra_holidays)

    def taken(self, settings: Settings) -> Settings:
        return replace(
            settings,
            nation=Nation(self.nation.value()),
            pause_reading=PauseReading(self.reading.value()),
            extra_holidays=self.holidays.dates("extra_holidays"),
        )

    def _holiday(self, day: date) -> str:
        """Say which public holiday a day is without being added."""
        nation = Nation(self.nation.value() or Nation.ENGLAND_AND_WALES)
        return working_calendar(nation).names.get(day, "")


class PostSection(Section):
    """The ways to post a letter, and how long each takes."""

    def __init__(self) -> None:
        super().__init__(
            "post",
            "Post",
            "posted",
            "A letter is posted so many working days before it must be there. A case "
            "may go by another service than the usual one.",
        )
        self.services = RowsField(
            "Postal services",
            (Part(name="Service"), Part(name="Working days", width=110, most=6)),
            "Add a service",
            pick="Usual",
        )
        self.add(services=self.services)

    def show_settings(self, settings: Settings) -> None:
        self.services.set_rows(*_shown(settings))

    def taken(self, settings: Settings) -> Settings:
        rows = self.services.rows()
        if (rows, self.services.picked()) == _shown(settings):
            return settings
        services = tuple(
            PostalService(name=name, days=_days(name, days)) for name, days in rows
        )
        if not services:
            return replace(settings, services=())
        usual = services[self.services.picked()]
        return replace(
            settings,
            services=services,
            usual_service=usual.name,
            delivery_days=usual.days,
        )


class SearchSection(Section):
    """What is searched for every access request."""

    def __init__(self) -> None:
        super().__init__(
            "searches",
            "Searches",
            "find",
            "A new access request starts with one search for each of these. Cases that "
            "are open already keep theirs.",
        )
        self.systems = RowsField(
            "Systems to search", (Part(name="System"),), "Add a system"
        )
        self.add(systems=self.systems)

    def show_settings(self, settings: Settings) -> None:
        self.systems.set_rows([(system,) for system in settings.systems])

    def taken(self, settings: Settings) -> Settings:
        return replace(settings, systems=tuple(row[0] for row in self.systems.rows()))


class ApprovalSection(Section):
    """Which decisions somebody else approves."""

    def __init__(self) -> None:
        super().__init__(
            "approvals",
            "Second person",
            "assign",
            "Whoever decides cannot approve it: an approver or an administrator does.",
        )
        self.decisions = DecisionsField("Decisions that need a second person")
        self.add(second_person=self.decisions)

    def show_settings(self, settings: Settings) -> None:
        self.decisions.choose(settings.second_person)

    def taken(self, settings: Settings) -> Settings:
        return replace(settings, second_person=self.decisions.chosen())


def _shown(settings: Settings) -> tuple[list[tuple[str, ...]], int]:
    """Return the lines of the services, and which of them is the usual one."""
    rows = [(each.name, str(each.days)) for each in settings.services]
    names = [name for name, _ in rows]
    days = [days for _, days in rows]
    usual = str(settings.delivery_days)
    if settings.usual_service in names:
        return [*rows], names.index(settings.usual_service)
    if usual in days:
        return [*rows], days.index(usual)
    return [*rows, ("Usual post", usual)], len(rows)


def _days(name: str, days: str) -> int:
    if not days.isascii() or not days.isdigit():
        raise RuleBroken(
            f"{name or 'A service'}: type its working days as a whole number, such "
            "as 2.",
            field="services",
        )
    return int(days)
