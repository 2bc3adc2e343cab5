"""What the installed features contribute, all of them together: how the shell and the features ask for it."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from flask import Flask, current_app
from flask_babel.speaklater import LazyString

from caseapp.vault import BlobInfo
from caseapp.web.event import NOTHING, Event, Keeps
from caseapp.web.feature import Feature
from caseapp.web.kind import Description, Kind, Named
from caseapp.web.listing import Listing
from caseapp.web.masked import Masked
from caseapp.web.roles import Role
from caseapp.web.rules import Rule
from caseapp.web.sentences import install_sentences
from caseapp.web.topic import Topic
from caseapp.workflow.definition import SECOND_PERSON

EXTENSION = "caseapp-features"
KINDS = "caseapp-kinds"
MASKED = "caseapp-masked"
_TECHNICAL_FIELDS = frozenset({"csrf_token", "row_version", "new_id"})


def install_features(app: Flask, features: tuple[Feature, ...]) -> None:
    """Register the features' blueprints and keep the tuple for the shell's loops."""
    app.extensions[EXTENSION] = features
    app.extensions[KINDS] = {kind.model.__kind__: kind for each in features for kind in each.kinds}
    app.extensions[MASKED] = {mask.model: mask for each in features for mask in each.masked}
    install_sentences(app, {code: text for each in features for code, text in each.sentences.items()})
    app.extensions[SECOND_PERSON] = tuple(each.answers.second_person for each in features)
    for feature in features:
        if feature.blueprint is not None:
            app.register_blueprint(feature.blueprint)


def this_app() -> Flask:
    """Return the running application itself, for a thread or a worker that outlives the request."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # what is in the proxy
    return app


def features() -> tuple[Feature, ...]:
    """Return the features of the running application, in menu order."""
    found: tuple[Feature, ...] = current_app.extensions[EXTENSION]
    return found


def all_kinds() -> Mapping[str, Kind]:
    """Return the kinds of records of all features by their names, in menu order."""
    found: Mapping[str, Kind] = current_app.extensions[KINDS]
    return found


def describe_all(user: Any, records: Iterable[Named]) -> dict[Named, Description]:
    """Name records of any features for ``user``; those that no feature knows or the user may not see are left out."""
    ids: dict[str, set[uuid.UUID]] = {}
    for kind, record_id in records:
        ids.setdefault(kind, set()).add(record_id)
    return {
        (name, record_id): description
        for name, kind in all_kinds().items()
        if name in ids and kind.describe is not None
        for record_id, description in kind.describe(user, ids[name]).items()
    }


def describe(user: Any, kind: str, record_id: uuid.UUID) -> Description | None:
    """Name a record of any feature for ``user``; None when no feature knows it or the user may not."""
    return describe_all(user, [(kind, record_id)]).get((kind, record_id))


def welcome_file(sender: Any, info: BlobInfo, file_name: str) -> str:
    """Return the name under which a file that arrived from ``sender`` is taken.

    Raises:
        ValueError: no feature takes it.
    """
    for feature in features():
        if feature.answers.welcome_file is not None:
            return feature.answers.welcome_file(sender, info, file_name)
    raise ValueError("no feature takes files")


def add_next_step(
    actor: Any, record: Any, text: str, due: date, assignee_id: uuid.UUID | None = None
) -> bool:
    """Put a next step on a record, from a feature that next steps know nothing of; False when there are none here."""
    makers = [each.answers.next_step for each in features() if each.answers.next_step is not None]
    for make in makers:
        make(actor, record, text, due, assignee_id)
    return bool(makers)


def erasing_is_stopped() -> bool:
    """Tell whether nothing at all may be destroyed in the house just now. Asked inside the write that would.

    Raises:
        Tampered: what stops it was edited outside the application.
    """
    return bool(what_stops_erasing())


def what_stops_erasing() -> list[Named]:
    """Return the records for which nothing at all may be destroyed in the house just now.

    Raises:
        Tampered: one of them was edited outside the application.
    """
    return [named for feature in features() for named in feature.erasing.stops()]


def find_listing(name: str) -> Listing | None:
    """Return the list of this name, None when no feature has it."""
    return next((each for feature in features() for each in feature.lists if each.name == name), None)


def all_rules() -> list[Rule]:
    """Return the rules that the organisation may set, in the order of their features."""
    return [rule for feature in features() for rule in feature.rules]


def rule_of(code: str) -> Rule | None:
    """Return the rule with this code, None where no feature declares it."""
    return next((rule for rule in all_rules() if rule.code == code), None)


def lendable() -> dict[str, LazyString]:
    """Return the permissions that may be lent to a deputy, in words."""
    decided = [named for feature in features() for named in feature.decides.items()]
    return {str(code): label for code, label in decided if label is not None}


def deciding() -> frozenset[str]:
    """Return the permissions by which somebody decides, or does what cannot be taken back."""
    return frozenset(str(code) for feature in features() for code in feature.decides)


def all_topics() -> list[Topic]:
    """Return the topics of the guide in the order of the work day."""
    return sorted(
        (topic for feature in features() for topic in feature.topics), key=lambda topic: topic.order
    )


def topics_of(endpoint: str | None, roles: Collection[Role]) -> list[Topic]:
    """Return the topics that the page of an endpoint shows to somebody with these roles."""
    return [topic for topic in all_topics() if endpoint in topic.pages and not topic.roles.isdisjoint(roles)]


def all_events() -> list[Event]:
    """Return the audit events of all features, in menu order."""
    return [event for feature in features() for event in feature.events]


def event_label(code: str) -> LazyString | None:
    """Return the wording of an audit event, None for a code that no feature declares."""
    event = _event_of(code)
    return event.label if event is not None else None


def keys_kept(code: str) -> Keeps:
    """Return the keys of what an event keeps beside its time."""
    event = _event_of(code)
    return event.keeps if event is not None else NOTHING


def codes_keeping(key: str) -> list[str]:
    """Return the codes of the events that must or may keep something under ``key``."""
    return [event.code for event in all_events() if key in event.keeps.all]


def _event_of(code: str) -> Event | None:
    return next(
        (feature.event_by_code[code] for feature in features() if code in feature.event_by_code), None
    )


def kind_label(kind: str) -> LazyString | None:
    """Return the word for a record kind, None for one that no feature names."""
    found = all_kinds().get(kind)
    return found.word if found is not None else None


def edited_fields(kind: str) -> Mapping[str, Any]:
    """Return the fields of the form that a kind of record is edited with, by their name; they carry the words."""
    found = all_kinds().get(kind)
    if found is None or found.form is None:
        return {}
    return {each.name: each for each in found.form(formdata=None) if each.name not in _TECHNICAL_FIELDS}


def mask_of(model: type[Any]) -> Masked | None:
    """Return what of a model's records is hidden from whoever is not assigned to them, None where nothing is."""
    found: Mapping[type[Any], Masked] = current_app.extensions[MASKED]
    return found.get(model)


def model_of(kind: str) -> Any:
    """Return the model of a record kind.

    Raises:
        KeyError: no feature has such records.
    """
    return all_kinds()[kind].model
