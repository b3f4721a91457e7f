"""How third parties' requests are judged, where the law leaves it to the company."""

from dataclasses import replace

from isteam_app.domain.disclosures import Decision
from isteam_app.domain.ranks import RANKS
from isteam_app.domain.register_words import DECISION_WORDS
from isteam_app.domain.settings import Requests, Settings
from ui.common.choice_fields import ChoiceField
from ui.settings.decisions_field import BoxesField
from ui.settings.section import NumberField, Section, SwitchField

_ABOUT = (
    "The law lets the company answer most of these requests, and compels it to answer "
    "few. What it must see first is set here. A decision keeps the rules of its day."
)
_NUMBERS = (
    (
        "widest_days",
        "A range longer than",
        "days needs a reason: share the minimum (UK GDPR Article 5(1)(c))",
    ),
    (
        "most_subjects",
        "More people than",
        "in one request need a reason: no more than the purpose needs",
    ),
    (
        "emergency_working_days",
        "Record an emergency disclosure within",
        "working days: a life at risk comes first, the record after it",
    ),
    (
        "lock_review_days",
        "Look at a do-not-tell lock again after",
        "days: secrecy lasts as long as telling would do harm, and no longer",
    ),
    (
        "chase_days",
        "Remind who was asked for more after",
        "days; after twice as many the register shows it in red",
    ),
    (
        "number_months",
        "Look up a switchboard's number again after",
        "months: an old number may ring somebody else",
    ),
)
_RANK = (
    "Of the police, and as high elsewhere. Forces ask for an inspector's signature "
    "themselves; no law names the rank (Data Protection Act 2018 Schedule 2)."
)
_SECOND = (
    "An approver or an administrator who did not prepare it. Whoever prepared it "
    "approves only where nobody else may, and says why (UK GDPR Article 5(2))."
)
_CALL_BACK = (
    "On a number of the directory, or seen in person. Giving data to an impostor is a "
    "breach of security (UK GDPR Articles 5(1)(f) and 33)."
)
_IPA = (
    "Whoever sends and receives post, and when, is communications data: a public "
    "authority needs an authorisation or notice for it (Investigatory Powers Act 2016 "
    "sections 12 and 262). Off, the program only warns."
)


class RequestSection(Section):
    """Third parties' requests: what they must show, and who decides."""

    def __init__(self) -> None:
        super().__init__("requests", "Third parties", "disclosures", _ABOUT)
        self.rank = ChoiceField(
            "Lowest rank that may counter-sign",
            [(rank, rank) for rank in RANKS],
            width=260,
            help_text=_RANK,
        )
        self.numbers = {key: NumberField(name, unit) for key, name, unit in _NUMBERS}
        self.second = BoxesField(
            "Decisions that need a second person",
            [
                (
                    "",
                    [
                        (each.value, DECISION_WORDS[each])
                        for each in Decision
                        if each is not Decision.UNDECIDED
                    ],
                )
            ],
            help_text=_SECOND,
        )
        self.call_back = SwitchField(
            "Public bodies are rung back or seen", help_text=_CALL_BACK
        )
        self.ipa = SwitchField("Postal data needs an authority", help_text=_IPA)
        self.add(
            counter_rank=self.rank,
            **self.numbers,
            request_decisions=self.second,
            call_back_wanted=self.call_back,
            ipa_gate=self.ipa,
        )

    def show_settings(self, settings: Settings) -> None:
        kept = settings.requests
        self.rank.set_value(kept.counter_rank)
        for key, field in self.numbers.items():
            field.set_value(str(getattr(kept, key)))
        self.second.tick(kept.second_person)
        self.call_back.set_value(kept.call_back_wanted)
        self.ipa.set_value(kept.ipa_gate)

    def taken(self, settings: Settings) -> Settings:
        numbers = {key: field.number(key) for key, field in self.numbers.items()}
        return replace(
            settings,
            requests=Requests(
                counter_rank=self.rank.value(),
                second_person=self.second.ticked(),
                call_back_wanted=self.call_back.value(),
                ipa_gate=self.ipa.value(),
                **numbers,
            ),
        )
