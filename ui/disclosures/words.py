"""What requests are called on the screen, and the columns of their register."""

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import Decision, DisclosureRow, RequesterKind, Told
from isteam_app.domain.listing import DisclosureColumn
from ui.common.cells import Cell, Column, status_cell
from ui.common.status import DECISIONS, TOLD

KINDS = {
    RequesterKind.POLICE: "Police or law enforcement",
    RequesterKind.COURT: "Court",
    RequesterKind.SOLICITOR: "Solicitor",
    RequesterKind.TAX_OR_BENEFITS: "Tax or benefits",
    RequesterKind.LOCAL_AUTHORITY: "Local authority",
    RequesterKind.REGULATOR: "Regulator",
    RequesterKind.FRAUD_AGENCY: "Fraud prevention",
    RequesterKind.CREDIT_REFERENCE: "Credit reference",
    RequesterKind.DEBT_RECOVERY: "Debt recovery",
    RequesterKind.INSURER: "Insurer",
    RequesterKind.OTHER: "Somebody else",
}
ORDERS = {
    DisclosureColumn.REFERENCE: "reference",
    DisclosureColumn.RECEIVED: "day received",
    DisclosureColumn.ORGANISATION: "organisation",
    DisclosureColumn.KIND: "kind",
    DisclosureColumn.ABOUT: "person",
    DisclosureColumn.DECISION: "decision",
    DisclosureColumn.COMPLY_BY: "comply-by day",
    DisclosureColumn.LEFT_ON: "day it left",
    DisclosureColumn.TOLD: "whether told",
}
DECISION_CHOICES = tuple((one.value, DECISIONS[one].word) for one in Decision)
TOLD_CHOICES = tuple((one.value, TOLD[one].word) for one in Told)
KIND_CHOICES = tuple((one.value, KINDS[one]) for one in RequesterKind)


def columns() -> tuple[Column[DisclosureRow], ...]:
    """The register's columns: who asks first, what was decided last."""
    return (
        Column(
            key="reference",
            heading="Reference",
            cell=lambda row: Cell(row.reference, tone="text2"),
            sample="D-2026-00000",
            sortable=True,
        ),
        Column(
            key="organisation",
            heading="Organisation",
            cell=lambda row: Cell(row.organisation, strong=True),
            grow=3,
            smallest=170,
            sortable=True,
        ),
        Column(
            key="about",
            heading="About",
            cell=lambda row: Cell(row.about),
            grow=2,
            smallest=120,
            sortable=True,
            drop=2,
        ),
        Column(
            key="received",
            heading="Received",
            cell=lambda row: Cell(long_date(row.received)),
            sample="Wed 30 Nov 2026",
            sortable=True,
        ),
        Column(
            key="decision",
            heading="Decision",
            cell=lambda row: status_cell(DECISIONS[row.decision]),
            sample=status_cell(DECISIONS[Decision.PART]),
            sortable=True,
        ),
        Column(
            key="left_on",
            heading="Left",
            cell=lambda row: Cell(long_date(row.left_on) if row.left_on else ""),
            sample="Wed 30 Nov 2026",
            sortable=True,
            drop=1,
        ),
        Column(
            key="told",
            heading="The person",
            cell=lambda row: status_cell(TOLD[row.told]),
            sample=status_cell(TOLD[Told.NOT_NEEDED]),
            sortable=True,
            drop=3,
        ),
    )
