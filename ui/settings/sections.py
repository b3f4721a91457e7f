"""The sections of the settings that are kept in the vault."""

from dataclasses import replace

from isteam_app.domain.settings import (
    Organisation,
    Processing,
    Regulator,
    Security,
    Settings,
)
from ui.capture import why_not
from ui.common.fields import AreaField, TextField
from ui.common.paint import plain_tip
from ui.settings.section import (
    AddressField,
    LinesField,
    NumberField,
    Section,
    SwitchField,
)


class OrganisationSection(Section):
    def __init__(self) -> None:
        super().__init__(
            "organisation",
            "Organisation",
            "organisation",
            "It stands at the head of every letter from today on.",
        )
        self.name = TextField("Organisation", required=True, most=120)
        self.team = TextField("Team", most=120)
        self.address = AddressField(required=True)
        self.number = TextField("Company number", most=20, width=160)
        self.phone = TextField("Phone", most=40, width=240)
        self.email = TextField("Email", most=120)
        self.website = TextField("Website", most=120)
        self.add(
            organisation=self.name,
            team=self.team,
            address=self.address,
            company_number=self.number,
            phone=self.phone,
            email=self.email,
            website=self.website,
        )

    def show_settings(self, settings: Settings) -> None:
        kept = settings.organisation
        self.name.set_value(kept.name)
        self.team.set_value(kept.team)
        self.address.set_address(kept.address)
        self.number.set_value(kept.company_number)
        self.phone.set_value(kept.phone)
        self.email.set_value(kept.email)
        self.website.set_value(kept.website)

    def taken(self, settings: Settings) -> Settings:
        return replace(
            settings,
            organisation=Organisation(
                name=self.name.value(),
                team=self.team.value(),
                address=self.address.address(),
                company_number=self.number.value(),
                phone=self.phone.value(),
                email=self.email.value(),
                website=self.website.value(),
            ),
        )


class RegulatorSection(Section):
    def __init__(self) -> None:
        super().__init__(
            "regulator",
            "Regulator",
            "court",
            "Letters name it where people may complain.",
        )
        self.name = TextField("Name", required=True, most=120)
        self.address = AddressField()
        self.phone = TextField("Phone", most=40, width=240)
        self.website = TextField("Website", most=120)
        self.add(
            regulator=self.name,
            regulator_address=self.address,
            regulator_phone=self.phone,
            regulator_website=self.website,
        )

    def show_settings(self, settings: Settings) -> None:
        kept = settings.regulator
        self.name.set_value(kept.name)
        self.address.set_address(kept.address)
        self.phone.set_value(kept.phone)
        self.website.set_value(kept.website)

    def taken(self, settings: Settings) -> Settings:
        return replace(
            settings,
            regulator=Regulator(
                name=self.name.value(),
                address=self.address.address(),
                phone=self.phone.value(),
                website=self.website.value(),
            ),
        )


class ResponseSection(Section):
    def __init__(self) -> None:
        super().__init__(
            "responses",
            "Responses",
            "access",
            "What they say of the processing (Article 15). One line each.",
            "What access responses say",
        )
        self.purposes = LinesField("Purposes", lines=5)
        self.categories = LinesField("Categories of data", lines=5)
        self.recipients = LinesField("Recipients", lines=5)
        self.sources = LinesField("Sources", lines=5)
        self.retention = AreaField("How long data is kept", lines=2)
        self.automated = AreaField("Automated decisions", lines=2)
        self.transfers = AreaField("Transfers abroad", lines=2)
        self.add(
            purposes=self.purposes,
            categories=self.categories,
            recipients=self.recipients,
            sources=self.sources,
            retention=self.retention,
            automated_decisions=self.automated,
            transfers=self.transfers,
        )

    def show_settings(self, settings: Settings) -> None:
        kept = settings.processing
        self.purposes.set_lines(kept.purposes)
        self.categories.set_lines(kept.categories)
        self.recipients.set_lines(kept.recipients)
        self.sources.set_lines(kept.sources)
        self.retention.set_value(kept.retention)
        self.automated.set_value(kept.automated_decisions)
        self.transfers.set_value(kept.transfers)

    def taken(self, settings: Settings) -> Settings:
        return replace(
            settings,
            processing=Processing(
                purposes=self.purposes.lines(),
                categories=self.categories.lines(),
                recipients=self.recipients.lines(),
                sources=self.sources.lines(),
                retention=self.retention.value(),
                automated_decisions=self.automated.value(),
                transfers=self.transfers.value(),
            ),
        )


class SecuritySection(Section):
    def __init__(self) -> None:
        super().__init__(
            "security",
            "Security",
            "lock",
            "The vault locks by itself when nobody is at the screen. It asks nothing; "
            "what is half typed is kept in the vault and comes back.",
        )
        self.idle = NumberField("Lock after", "minutes without a key or the mouse")
        self.minimised = SwitchField("Lock when the window is minimised")
        self.hidden = SwitchField(
            "Hide the window from pictures of the screen",
            help_text="Where the system can: remote support then sees an empty window.",
        )
        if why_not():
            self.hidden.setEnabled(False)
            self.hidden.setToolTip(plain_tip(why_not()))
            self.hidden.input.setAccessibleDescription(why_not())
        self.remember = SwitchField(
            "Computers may remember the vault",
            help_text="Each person may then let their computer's keyring unlock it at "
            "the press of a button. Turning this off forgets every computer at once.",
        )
        self.add(
            idle_minutes=self.idle,
            lock_when_minimised=self.minimised,
            hide_from_capture=self.hidden,
            remember_allowed=self.remember,
        )

    def show_settings(self, settings: Settings) -> None:
        kept = settings.security
        self.idle.set_value(str(settings.idle_minutes))
        self.minimised.set_value(kept.lock_when_minimised)
        self.hidden.set_value(kept.hide_from_capture)
        self.remember.set_value(kept.remember_allowed)

    def taken(self, settings: Settings) -> Settings:
        return replace(
            settings,
            idle_minutes=self.idle.number("idle_minutes"),
            security=Security(
                remember_allowed=self.remember.value(),
                lock_when_minimised=self.minimised.value(),
                hide_from_capture=self.hidden.value(),
            ),
        )
