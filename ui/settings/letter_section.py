"""How letters look, what they go into, and who looks twice before one leaves."""

from dataclasses import replace

from PySide6.QtCore import Slot

from isteam_app.domain.envelopes import EnvelopeProfile, profiles
from isteam_app.domain.letters import BODY_SIZES
from isteam_app.domain.settings import Settings, Signatory
from isteam_app.errors import RuleBroken
from isteam_app.services.letter_settings import (
    envelope_choices,
    flat_choices,
    letter_kinds,
    shown_envelope,
    typed_envelopes,
)
from isteam_app.services.letterhead import LOGO, SIGNATURE
from isteam_app.services.session import Session
from isteam_app.services.team import team
from ui.common.background import Background
from ui.common.cards import Card
from ui.common.choice_fields import ChoiceField
from ui.common.fields import Field, TextField
from ui.settings.decisions_field import BoxesField
from ui.settings.envelope_drawing import EnvelopeDrawing
from ui.settings.letterhead_preview import LetterheadPreview
from ui.settings.picture_field import PictureField
from ui.settings.rows_field import Part, RowsField
from ui.settings.scans_part import ScansPart, TeamBoxes
from ui.settings.section import NumberField, Section, SwitchField

_LOGO = (
    "PNG, JPEG or SVG. It stands in place of the name at the head of letters, up to "
    "85 mm wide and 16 mm high."
)
_SIGNATURE = (
    "A scan, shown only on letters that are given it. PNG with a clear ground looks "
    "best."
)
_USERS = (
    "They may put it on a letter, and the audit trail tells of it. With nobody ticked, "
    "everybody may who works on letters."
)
_ENVELOPE = (
    "It decides where the address stands and where the sheet is folded. Print one and "
    "try it in the window before trusting it."
)
_OWN = (
    "In millimetres, on the front of the envelope: its width x height; the window's "
    "width x height, and how far it is from the left x bottom. Folds count from the "
    "top of the sheet; a sheet that is not folded has none."
)
_SIZES = (
    "The least is 12 point; large print begins at 16. Whoever needs larger print gets "
    "it whatever stands here. The address keeps its size: the window does not grow."
)
_SECOND = "Whoever wrote or changed such a letter cannot approve it."
_POSTCODE = (
    "The approver types the postcode from the records: a wrong envelope is the most "
    "common harm."
)


def _team(session: Session) -> list[str]:
    return [member.name for member in team(session).members]


class SignatorySection(Section):
    """Who signs letters."""

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__(
            "signatory", "Signatory", "edit", "Who signs the letters, under the text."
        )
        self.name = TextField("Name", required=True, most=120)
        self.role = TextField("Role", most=120)
        self.scan = PictureField(
            "Signature", SIGNATURE, session, background, help_text=_SIGNATURE
        )
        self.others = RowsField(
            "Others who may sign",
            (Part(name="Name", most=120), Part(name="Role", most=120)),
            "Add a name",
        )
        self.scans = ScansPart(session, background)
        self._session = session
        self.users = TeamBoxes("Who may use a scan", _team(session), _USERS)
        self.add(
            signatory=self.name,
            signatory_role=self.role,
            signature=self.scan,
            signatories=self.others,
            signature_users=self.users,
        )
        place = self.card.body.indexOf(self.users)
        self.card.body.insertWidget(place, self.scans)
        self.others.changed.connect(self._follow)
        self.scans.changed.connect(self.others.changed)

    def show_settings(self, settings: Settings) -> None:
        kept = settings.signatory
        self.name.set_value(kept.name)
        self.role.set_value(kept.role)
        self.scan.set_picture(kept.picture)
        others = settings.letters.signatories
        self.others.set_rows([(each.name, each.role) for each in others])
        self.scans.show_names(
            [each.name for each in others], [each.picture for each in others]
        )
        self.users.show_people(_team(self._session))
        self.users.tick(kept.users)

    @Slot()
    def _follow(self) -> None:
        self.scans.follow([name for name, _ in self.others.rows()])

    def taken(self, settings: Settings) -> Settings:
        boxes = self.users.boxes
        gone = (each for each in settings.signatory.users if each not in boxes)
        users = (*self.users.ticked(), *gone)
        signatory = Signatory(
            name=self.name.value(),
            role=self.role.value(),
            picture=self.scan.picture(),
            users=users,
        )
        scans = self.scans.pictures()
        others = tuple(
            Signatory(
                name=name,
                role=role,
                picture=scans.get(name, 0),
                users=users,
            )
            for name, role in self.others.rows()
        )
        letters = replace(settings.letters, signatories=others)
        return replace(settings, signatory=signatory, letters=letters)


class LetterSection(Section):
    """The letterhead, the envelopes, the size of print, and the checks."""

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__("letters", "Letters", "letters")
        self._own_before: tuple[EnvelopeProfile, ...] = ()
        self._drawn_rows: list[tuple[str, ...]] = []
        self.logo = PictureField("Logo", LOGO, session, background, help_text=_LOGO)
        self.print_size = ChoiceField(
            "Size of print",
            [(str(size), f"{size} point") for size in BODY_SIZES],
            width=160,
            help_text=_SIZES,
        )
        self.moved = NumberField(
            "Look twice at whoever moved within", "days before the letter"
        )
        self.scan_back = SwitchField(
            "Letters are scanned before they are posted",
            help_text="The code on the page shows that the right letter, all of it, is "
            "in the envelope.",
        )
        self.add(
            logo=self.logo,
            body_size=self.print_size,
            moved_days=self.moved,
            scan_back=self.scan_back,
        )
        self.head = LetterheadPreview(session, background)
        place = self.card.body.indexOf(self.logo)
        self.card.body.insertWidget(place + 1, self.head)
        self.logo.changed.connect(self._show_head)
        self._add_envelopes()
        self._add_checks()

    def show_settings(self, settings: Settings) -> None:
        kept = settings.letters
        self.logo.set_picture(kept.logo)
        self.print_size.set_value(str(kept.body_size))
        self.moved.set_value(str(kept.moved_days))
        self.scan_back.set_value(kept.scan_back)
        self.envelope.set_choices(envelope_choices(settings))
        self.envelope.set_value(settings.envelope)
        self.flat.set_choices(flat_choices(settings))
        self.flat.set_value(kept.long_envelope)
        self.folded.set_value(str(kept.most_folded))
        self._own_before = kept.own_envelopes
        self.own.set_rows([shown_envelope(each) for each in kept.own_envelopes])
        self._draw()
        self.second.tick(kept.second_person)
        self.postcode.tick(kept.postcode_typed)

    def taken(self, settings: Settings) -> Settings:
        kept = settings.letters
        rows = self.own.rows()
        own = kept.own_envelopes
        if rows != [shown_envelope(each) for each in own]:
            own = typed_envelopes(rows, own)
        letters = replace(
            kept,
            logo=self.logo.picture(),
            body_size=int(self.print_size.value()),
            moved_days=self.moved.number("moved_days"),
            scan_back=self.scan_back.value(),
            long_envelope=self.flat.value(),
            most_folded=self.folded.number("most_folded"),
            own_envelopes=own,
            second_person=_ticked(self.second, kept.second_person),
            postcode_typed=_ticked(self.postcode, kept.postcode_typed),
        )
        return replace(settings, letters=letters, envelope=self.envelope.value())

    def _add_envelopes(self) -> None:
        self.envelope = ChoiceField("Envelope", (), help_text=_ENVELOPE)
        self.folded = NumberField("Fold at most", "sheets, enclosures counted")
        self.flat = ChoiceField("Longer letters go in", ())
        self.own = RowsField(
            "Envelopes of our own",
            (
                Part(name="Name", most=60),
                Part(name="Size", width=84, most=20),
                Part(name="Window", width=152, most=40),
                Part(name="Folds", width=88, most=40),
            ),
            "Add an envelope",
        )
        self.own.set_help(_OWN)
        self.drawing = EnvelopeDrawing()
        self.envelope_card = self._add_card(
            "Envelopes",
            envelope=self.envelope,
            most_folded=self.folded,
            long_envelope=self.flat,
            own_envelopes=self.own,
        )
        self.envelope_card.body.insertWidget(1, self.drawing)
        self.envelope.changed.connect(self._draw)
        self.own.changed.connect(self._draw_own)

    @Slot()
    def _show_head(self) -> None:
        self.head.show_logo(self.logo.picture())

    @Slot()
    def _draw(self) -> None:
        """Draw the envelope chosen."""
        known = profiles(self._own_before)
        profile = known.get(self.envelope.value())
        if profile is not None:
            self.drawing.show_profile(profile, titled=False)

    @Slot()
    def _draw_own(self) -> None:
        """Draw the envelope that is being typed, once it can be one."""
        rows = self.own.rows()
        before, self._drawn_rows = self._drawn_rows, rows
        for place, row in enumerate(rows):
            if place < len(before) and before[place] == row:
                continue
            try:
                (profile,) = typed_envelopes([row], ())
            except RuleBroken:
                continue
            self.drawing.show_profile(profile)

    def _add_checks(self) -> None:
        kinds = letter_kinds()
        self.second = BoxesField(
            "Approved by a second person", kinds, _SECOND, across=1
        )
        self.postcode = BoxesField(
            "With the postcode typed", kinds, _POSTCODE, across=1
        )
        self._add_card(
            "Before a letter leaves",
            letter_second_person=self.second,
            postcode_typed=self.postcode,
        )

    def _add_card(self, title: str, **fields: Field) -> Card:
        card = Card(title)
        for name, field in fields.items():
            self.fields[name] = field
            card.body.addWidget(field)
        self.add_card(card)
        return card


def _ticked(boxes: BoxesField, kept: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is ticked, as it was kept where it is the same."""
    ticked = boxes.ticked()
    return kept if set(ticked) == set(kept) else ticked
