"""What the register calls things, and the columns of its table."""

from collections.abc import Callable, Sequence
from datetime import date

from isteam_app.domain.dates import long_date, short_date
from isteam_app.domain.disclosures import Decision, DisclosureRow, RequesterKind, Told
from isteam_app.domain.listing import DisclosureColumn
from ui.common.cells import Cell, Column, status_cell
from ui.common.status import DECISIONS, TOLD

KINDS = {
    RequesterKind.POLICE: "Police",
    RequesterKind.LAW_ENFORCEMENT: "Law enforcement",
    RequesterKind.COURT: "Court",
    RequesterKind.PROSECUTION_DEFENCE: "Prosecution or defence",
    RequesterKind.SOLICITOR: "Solicitor",
    RequesterKind.HMRC: "HMRC",
    RequesterKind.BENEFITS: "Benefits office",
    RequesterKind.LOCAL_AUTHORITY: "Council",
    RequesterKind.REGULATOR: "Regulator",
    RequesterKind.CORONER: "Coroner",
    RequesterKind.FRAUD_AGENCY: "Fraud agency",
    RequesterKind.CREDIT_REFERENCE: "Credit reference",
    RequesterKind.DEBT_RECOVERY: "Debt recovery",
    RequesterKind.INSURER: "Insurer",
    RequesterKind.ELECTED_REPRESENTATIVE: "Elected representative",
    RequesterKind.NEXT_OF_KIN: "Next of kin",
    RequesterKind.CLIENT_CONTROLLER: "Client",
    RequesterKind.OTHER: "Other",
}
DECIDING = {
    Decision.UNDECIDED: "Not decided yet",
    Decision.DISCLOSE: "Disclose all",
    Decision.PART: "Disclose in part",
    Decision.REFUSE: "Refuse",
    Decision.MORE: "Ask for more",
    Decision.LEGAL: "Refer to legal",
    Decision.NEITHER: "Neither confirm nor deny",
}
TELLING = {
    Told.NOT_YET: "Not told yet",
    Told.TOLD: "Told",
    Told.MUST_NOT: "Must not be told",
    Told.NOT_NEEDED: "Need not be told",
}
ORDERS = {
    DisclosureColumn.REFERENCE: "reference",
    DisclosureColumn.RECEIVED: "the day received",
    DisclosureColumn.ORGANISATION: "organisation",
    DisclosureColumn.KIND: "kind",
    DisclosureColumn.ABOUT: "the person",
    DisclosureColumn.DECISION: "decision",
    DisclosureColumn.COMPLY_BY: "comply-by day",
    DisclosureColumn.LEFT_ON: "the day data left",
    DisclosureColumn.TOLD: "whether they are told",
}
_KEY = DisclosureColumn


def columns(today: Callable[[], date]) -> Sequence[Column[DisclosureRow]]:
    """The register's columns; the year is left out of dates inside this year."""

    def day(on: date | None) -> Cell:
        if on is None:
            return Cell()
        return Cell(short_date(on, today()), tooltip=long_date(on))

    return (
        Column(
            key=_KEY.REFERENCE,
            heading="Reference",
            cell=lambda row: Cell(row.reference, tone="text2"),
            sample="D-2026-00042",
            sortable=True,
        ),
        Column(
            key=_KEY.RECEIVED,
            heading="Received",
            cell=lambda row: day(row.received),
            sample="Wed 30 Nov",
            sortable=True,
        ),
        Column(
            key=_KEY.ORGANISATION,
            heading="Organisation, legal basis",
            cell=lambda row: Cell(
                row.organisation, second=row.legal_basis, strong=True
            ),
            grow=3,
            smallest=180,
            sortable=True,
        ),
        Column(
            key=_KEY.KIND,
            heading="Kind",
            cell=lambda row: Cell(KINDS[row.kind], tone="text2"),
            sample="Credit reference",
            sortable=True,
            drop=1,
        ),
        Column(
            key=_KEY.ABOUT,
            heading="About",
            cell=lambda row: Cell(row.about),
            grow=2,
            smallest=116,
            sortable=True,
        ),
        Column(
            key=_KEY.DECISION,
            heading="Decision",
            cell=lambda row: status_cell(DECISIONS[row.decision], chip=True),
            sample=status_cell(DECISIONS[Decision.PART], chip=True),
            sortable=True,
        ),
        Column(
            key=_KEY.LEFT_ON,
            heading="Left",
            cell=lambda row: day(row.left_on),
            sample="Wed 30 Nov",
            sortable=True,
            drop=2,
        ),
        Column(
            key=_KEY.TOLD,
            heading="Told",
            cell=_told,
            sample=status_cell(TOLD[Told.MUST_NOT]),
            sortable=True,
        ),
    )


def _told(row: DisclosureRow) -> Cell:
    """Only a lock stands out: the rest is told in quiet words."""
    if row.told is Told.MUST_NOT:
        return status_cell(TOLD[row.told])
    return Cell(TELLING[row.told], tone="text3")
