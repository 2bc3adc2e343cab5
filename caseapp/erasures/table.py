"""The table of what erasing does to each table of the database, for the documentation."""

from collections.abc import Iterable

from caseapp.web.fates import Fate
from caseapp.web.feature import Feature

DOES = {
    Fate.WITH_SCOPE: "goes with its scope",
    Fate.EITHER_END: "goes with its scope, and when either end is erased",
    Fate.REACH: "goes: keys, and who reached it",
    Fate.WRITER: "what concerns it goes",
    Fate.STAYS: "stays",
    Fate.LOG: "stays: it names records by random ids alone",
}


def erasing_table(features: Iterable[Feature]) -> str:
    """Return it in Markdown: each table, the kinds of scope that its rows lie in, and what erasing does to them."""
    answers = {table: answer for feature in features for table, answer in feature.fates.items()}
    lines = ["| table | scope | erasing a person or a case |", "| --- | --- | --- |"]
    for table, answer in sorted(answers.items()):
        does = DOES[answer.fate]
        if answer.along:
            does += f"; the scope goes along with its {', '.join(each.removesuffix('_id') for each in answer.along)}"
        lines.append(f"| {table} | {', '.join(answer.scopes) or 'none'} | {does} |")
    return "\n".join(lines) + "\n"
