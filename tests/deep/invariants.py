"""What holds in an instance after every act of anybody, whatever it was."""

import uuid
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from caseapp.db import Record, db
from caseapp.db.engine import Base
from caseapp.disclosures.models import LedgerEntry
from caseapp.documents.models import Document
from caseapp.features import FEATURES
from caseapp.letters.models import Dispatch, Letter
from caseapp.letters.sheets import digest_of
from caseapp.statements.models import Statement, StatementVersion
from caseapp.workflow import Manner, Step, Workflow

SENT = {"dispatched", "delivery_failed"}
UNSIGNED = {"draft", "read_back"}
"""States of a statement in which its text may change."""


def workflows() -> list[tuple[type, Workflow]]:
    """Every workflow with the model of its records."""
    classes = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)]
    models = {model.__kind__: model for model in classes}
    return [(models[flow.kind], flow) for feature in FEATURES for flow in feature.workflows]


@dataclass
class Memory:
    """What was seen before, so that what must not change is noticed when it does."""

    frozen: dict[uuid.UUID, str] = field(default_factory=dict)
    files: dict[uuid.UUID, bytes] = field(default_factory=dict)
    steps: dict[uuid.UUID, int] = field(default_factory=dict)
    states: set[tuple[str, str]] = field(default_factory=set)
    """Every state that a record was seen in."""

    def everything_holds(self) -> None:
        """Look at every record that has a workflow. Inside the application's context."""
        for model, flow in workflows():
            for record in db.session.scalars(select(model)):
                self._history_is_whole(record, flow)
                self.states.add((flow.kind, record.status))
        for letter in db.session.scalars(select(Letter)):
            frozen = next(s for s in _letter_flow().states if s.code == letter.status).frozen
            self._text_stays(letter.id, digest_of(letter) if frozen else None)
            self._files_stay(letter)
            self._nothing_went_out_without_its_line(letter)
        for statement in db.session.scalars(select(Statement)):
            self._text_stays(statement.id, None if statement.status in UNSIGNED else _words_of(statement))

    def _history_is_whole(self, record: Any, flow: Workflow) -> None:
        steps = _steps(record)
        assert steps, f"{flow.kind} without a history"
        assert steps[0].target == flow.start
        for before, after in pairwise(steps):
            assert after.source == before.target, f"{flow.kind}: {before.transition}, then {after.transition}"
            moved = flow.transition(after.transition, after.source)
            assert after.target == moved.target
        assert steps[-1].target == record.status, f"{flow.kind} stands where no step led"
        number = len(steps)
        assert number >= self.steps.get(record.id, 0), "a step is gone"
        self.steps[record.id] = number

    def _text_stays(self, record_id: uuid.UUID, words: str | None) -> None:
        if words is None:
            self.frozen.pop(record_id, None)
        else:
            assert self.frozen.setdefault(record_id, words) == words, "a frozen text has changed"

    def _files_stay(self, letter: Letter) -> None:
        for file_id in (letter.approved_file_id, letter.bundle_file_id, letter.cover_file_id):
            if file_id is not None:
                now = db.session.get_one(Document, file_id).sha256
                assert self.files.setdefault(file_id, now) == now, "an approved file has changed"

    def _nothing_went_out_without_its_line(self, letter: Letter) -> None:
        ledger = set(db.session.scalars(select(LedgerEntry.disclosure_id)))
        afterwards = any(s.target in SENT and s.manner == Manner.AFTERWARDS for s in _steps(letter))
        for dispatch in db.session.scalars(select(Dispatch).where(Dispatch.letter_id == letter.id)):
            assert afterwards or dispatch.disclosure_id in ledger, (
                "it went out and the ledger does not say so"
            )


def _letter_flow() -> Workflow:
    return next(flow for model, flow in workflows() if model is Letter)


def _steps(record: Any) -> list[Step]:
    query = select(Step).where(Step.record_id == record.id)
    return list(db.session.scalars(query.order_by(Step.seq)))


def _words_of(statement: Statement) -> str:
    query = select(StatementVersion).where(StatementVersion.statement_id == statement.id)
    return "\n".join(version.body for version in db.session.scalars(query.order_by(StatementVersion.seq)))
