"""Builds the exact PDF of a letter while one types: the last text wins."""

from functools import partial

from isteam_app.services.letter_editing import exact
from isteam_app.services.letters import Desk
from ui.common.latest_build import LatestBuild


class ExactPreview(LatestBuild):
    """One build at a time; what was typed during it is built next, and nothing else."""

    def ask(self, desk: Desk, body: str, answers: dict[str, str]) -> None:
        """Build this soon, unless something newer is asked for first."""
        self.ask_for(partial(exact, desk, body, answers))
