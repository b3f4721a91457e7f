"""What stands half typed on the page of a request, to be put back after a lock."""

import json

from ui.disclosures.panel_desk import PanelDesk
from ui.disclosures.request_parts import Parts
from ui.disclosures.section_walk import SectionWalk

_PLACE, _SECTION, _PANEL, _NEW = "place", "section", "panel", "new"


def half_typed(parts: Parts, walk: SectionWalk, desk: PanelDesk) -> str | None:
    """Return what stands in the fields and is not kept, None for nothing."""
    if walk.shown is None:
        return (
            json.dumps({_NEW: parts.new.typed()}) if parts.new.is_half_typed else None
        )
    kept: dict[str, object] = {}
    view = parts.view
    if view.is_unsaved and view.section is not None:
        kept = {_PLACE: view.section.key, _SECTION: view.typed()}
    if desk.panel is not None and desk.is_touched:
        kept[_PANEL] = desk.panel.typed()
    return json.dumps(kept) if kept else None


def put_back(text: str, parts: Parts, walk: SectionWalk, desk: PanelDesk) -> None:
    """Fill the fields with what `half_typed` gave."""
    kept = json.loads(text)
    if walk.shown is None:
        if _NEW in kept:
            parts.new.fill(kept[_NEW])
        return
    if _SECTION in kept:
        walk.go(kept[_PLACE])
        parts.view.fill(kept[_SECTION])
    if _PANEL in kept:
        desk.fill(kept[_PANEL])
