"""Pages of records: the panels and the timeline that the features contribute."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from caseapp.i18n.messages import gettext as _
from caseapp.web.feature import Feature, TimelineEntry
from caseapp.web.gate import can
from caseapp.web.installed import features
from caseapp.web.values import colleague, day
from caseapp.workflow import Manner, Workflow, steps_of


def panels_for(user: Any, place: str, record: Any) -> list[Markup]:
    """Return the panels of a place that ``user`` may see, rendered, in their order; empty ones are left out."""
    found = sorted(
        (panel for feature in features() for panel in feature.panels if panel.place == place),
        key=lambda panel: panel.order,
    )
    rendered = [panel.render(user, record) for panel in found if can(user, panel.permission)]
    return [panel for panel in rendered if panel]


def timeline_of(user: Any, case: Any, contributors: tuple[Feature, ...]) -> list[TimelineEntry]:
    """Return the timeline of a case from all features, newest first."""
    entries = [
        entry
        for feature in contributors
        if feature.timeline is not None
        for entry in feature.timeline(user, case)
    ]
    return sorted(entries, key=lambda entry: (entry.happened_on, entry.written_on, entry.seq), reverse=True)


def moments(entries: list[TimelineEntry]) -> list[dict[str, Any]]:
    """Return timeline entries as the template shows them: days and names in the reader's language."""
    return [
        {
            "title": entry.title,
            "text": entry.text,
            "url": entry.url,
            "icon": entry.icon,
            "happened_on": day(entry.happened_on),
            "written_on": day(entry.written_on) if entry.written_on != entry.happened_on else None,
            "by": colleague(entry.by) if entry.by else None,
        }
        for entry in entries
    ]


def step_entries(
    workflow: Workflow, record: Any, icon: str, url: str | None = None, *, named: bool = False
) -> Iterator[TimelineEntry]:
    """Yield the workflow steps of a record for a timeline; ``named`` where the record's own name will stand before."""
    labels = {transition.code: transition.as_happened for transition in workflow.transitions}
    begun = str(workflow.begun or "")
    if not begun:
        begun = _("started") if named else _("%(kind)s started", kind=workflow.label)
    for step in steps_of(record):
        title = str(labels.get(step.transition, begun))
        if step.manner == Manner.AFTERWARDS:
            title = _("%(step)s (recorded afterwards)", step=title)
        elif step.manner == Manner.BY_TELEPHONE:
            title = _("%(step)s (by telephone)", step=title)
        yield TimelineEntry(
            step.happened_on or step.created_on,
            step.created_on,
            workflow.kind,
            icon,
            title,
            step.reason,
            url,
            step.actor_id,
            step.seq,
        )
