"""Builds the exact PDF of a letter while one types: the last text wins."""

from functools import partial

from isteam_app.services.letter_editing import looked
from isteam_app.services.letters import Desk
from isteam_app.services.session import Session
from ui.common.latest_build import LatestBuild


class ExactPreview(LatestBuild):
    """One build at a time; what was typed during it is built next, and nothing else."""

    def ask(
        self, session: Session, desk: Desk, body: str, answers: dict[str, str]
    ) -> None:
        """Build and check this soon, unless something newer is asked for first."""
        self.ask_for(partial(looked, session, desk, body, answers))
