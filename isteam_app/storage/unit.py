"""One look at the vault, and one change of it that is kept whole or not at all."""

from sqlalchemy import Connection, RootTransaction, select

from isteam_app.domain.audit import AuditEntry
from isteam_app.errors import RuleBroken
from isteam_app.storage import tables
from isteam_app.storage.attachments import Attachments
from isteam_app.storage.audit_log import AuditReader, append_entry
from isteam_app.storage.audit_sight import RecordSight
from isteam_app.storage.cases import Cases, CasesReader
from isteam_app.storage.disclosures import Disclosures, DisclosuresReader
from isteam_app.storage.documents import Documents, DocumentsReader
from isteam_app.storage.drafts import DRAFT, Drafts, DraftsReader
from isteam_app.storage.enclosures import Enclosures, EnclosuresReader
from isteam_app.storage.entries import (
    REQUESTS,
    CaseEntries,
    CaseEntriesReader,
    Entries,
    EntriesReader,
)
from isteam_app.storage.history import History, HistoryReader
from isteam_app.storage.letters import Letters, LettersReader
from isteam_app.storage.links import Links, LinksReader
from isteam_app.storage.load import SampleBatch, load_batch
from isteam_app.storage.locks import Locks, LocksReader
from isteam_app.storage.lookalikes import LookalikesReader
from isteam_app.storage.looks import note_look
from isteam_app.storage.members import Members, MembersReader
from isteam_app.storage.merges import Merges, MergesReader
from isteam_app.storage.organisations import Organisations, OrganisationsReader
from isteam_app.storage.people import People, PeopleReader
from isteam_app.storage.person_records import PersonRecordsReader
from isteam_app.storage.pictures import Pictures, PicturesReader
from isteam_app.storage.posts import Posts, PostsReader
from isteam_app.storage.print_runs import PrintRuns, PrintRunsReader
from isteam_app.storage.representations import (
    Representations,
    RepresentationsReader,
)
from isteam_app.storage.request_steps import RequestSteps, RequestStepsReader
from isteam_app.storage.request_work import RequestWorkReader
from isteam_app.storage.search import SearchReader, learn
from isteam_app.storage.settings import SettingsReader, SettingsStore
from isteam_app.storage.sight import SightReader, SightStore
from isteam_app.storage.subjects import Subjects, SubjectsReader
from isteam_app.storage.template_versions import (
    TemplateVersions,
    TemplateVersionsReader,
)
from isteam_app.storage.unseen import Curtain
from isteam_app.storage.upkeep import Upkeep, UpkeepReader
from isteam_app.storage.work import Work


class Reading:
    """The vault as it stands at one moment. Nothing in it can write."""

    def __init__(
        self,
        connection: Connection,
        attachments: Attachments,
        curtain: Curtain | None = None,
    ) -> None:
        self.people = PeopleReader(connection)
        self.person_records = PersonRecordsReader(connection)
        self.lookalikes = LookalikesReader(connection)
        self.representations = RepresentationsReader(connection)
        self.merges = MergesReader(connection)
        self.sight = SightReader(connection)
        self.posts = PostsReader(connection)
        self.cases = CasesReader(connection)
        self.entries = CaseEntriesReader(connection)
        self.links = LinksReader(connection)
        self.history = HistoryReader(connection)
        self.documents = DocumentsReader(connection, attachments)
        self.letters = LettersReader(connection)
        self.enclosures = EnclosuresReader(connection)
        self.templates = TemplateVersionsReader(connection)
        self.pictures = PicturesReader(connection)
        self.print_runs = PrintRunsReader(connection)
        self.disclosures = DisclosuresReader(connection)
        self.request_entries = EntriesReader(connection, REQUESTS)
        self.request_steps = RequestStepsReader(connection)
        self.request_work = RequestWorkReader(connection)
        self.subjects = SubjectsReader(connection)
        self.locks = LocksReader(connection)
        self.organisations = OrganisationsReader(connection)
        self.settings = SettingsReader(connection)
        self.members = MembersReader(connection)
        self.drafts = DraftsReader(connection)
        self.search = SearchReader(connection)
        self.audit = AuditReader(connection)
        self.audit_sight = RecordSight(connection, curtain)
        self.upkeep = UpkeepReader(connection)
        self._connection = connection

    def generation(self) -> int:
        """Return which key header belongs to the vault: the count of its changes."""
        return int(self._connection.scalar(select(tables.vault.c.generation)) or 0)


class Change:
    """One change under way. Only `commit` keeps it."""

    def __init__(
        self, action: str, work: Work, transaction: RootTransaction, curtain: Curtain
    ) -> None:
        self.people = People(work)
        self.representations = Representations(work)
        self.merges = Merges(work)
        self.sight = SightStore(work)
        self.posts = Posts(work)
        self.cases = Cases(work)
        self.entries = CaseEntries(work)
        self.links = Links(work)
        self.history = History(work)
        self.documents = Documents(work)
        self.letters = Letters(work)
        self.enclosures = Enclosures(work)
        self.templates = TemplateVersions(work)
        self.pictures = Pictures(work)
        self.print_runs = PrintRuns(work)
        self.disclosures = Disclosures(work)
        self.request_entries = Entries(work, REQUESTS)
        self.request_steps = RequestSteps(work)
        self.subjects = Subjects(work)
        self.locks = Locks(work)
        self.organisations = Organisations(work)
        self.settings = SettingsStore(work)
        self.members = Members(work)
        self.drafts = Drafts(work)
        self.search = SearchReader(work.connection)
        self.lookalikes = LookalikesReader(work.connection)
        self.audit = AuditReader(work.connection)
        self.upkeep = Upkeep(work)
        self._action = action
        self._work = work
        self._transaction = transaction
        self._curtain = curtain

    def note(
        self,
        noun: str,
        id: int = 0,  # noqa: A002  the record's own word
        digest: str | None = None,
    ) -> None:
        """Name a record that was used but not changed, such as one exported.

        `digest` stands in the audit entry as it is given; None digests the record.
        """
        self._work.touch(noun, id, words=False)
        if digest is not None:
            self._work.told[noun, id] = digest

    def note_look(self, noun: str, id: int) -> None:  # noqa: A002  likewise
        """Name a record that was looked at, and what it belongs to."""
        note_look(self._work, noun, id)

    def give_reason(self, reason: str) -> None:
        """Keep why something was done, beside its audit entry and not in it."""
        kept = self._work.insert(tables.audit_reasons, {"reason": reason})
        self._work.touch("reason", kept, words=False)

    def note_generation(self, generation: int) -> None:
        """Keep which key header belongs to the vault from now on."""
        self._work.connection.execute(
            tables.vault.update().values(generation=generation)
        )
        self._work.touch("keys")

    def load(self, batch: SampleBatch) -> None:
        """Take in many made-up records at once; may be called again and again.

        Raises:
            RuleBroken: a reference is not one, or a text cannot be kept.
        """
        load_batch(self._work, batch)

    def commit(self) -> AuditEntry:
        """Keep everything: the change, its words for the search, its audit entry.

        When this returns the change is on the disk. Return the audit entry.

        Raises:
            RuleBroken: nothing was changed.
            DiskFull, VaultReadOnly, VaultDamaged: nothing of the change was kept.
        """
        if not self._work.touched:
            raise RuleBroken("There is nothing to save.")
        self._curtain.drop()  # the search and the trail learn of all that changed
        learn(self._work)
        entry = append_entry(self._work, self._action)
        self._transaction.commit()
        self._work.finished = True
        return entry

    def keep_typing(self) -> None:
        """Keep half typed text without a line in the audit trail.

        The trail tells of it once; the same text a few words on is no news.

        Raises:
            RuntimeError: more than half typed text was changed.
            DiskFull, VaultReadOnly, VaultDamaged: it was not kept.
        """
        if {noun for noun, _ in self._work.touched} != {DRAFT}:
            raise RuntimeError("Only half typed text goes without an audit entry.")
        self._curtain.drop()  # what is committed with it would stay on the connection
        self._transaction.commit()
        self._work.finished = True
