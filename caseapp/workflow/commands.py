"""``caseapp workflows``: the workflows as diagrams, for the documentation."""

from collections.abc import Iterable

import click

from caseapp.workflow.definition import Workflow


def diagrams(workflows: Iterable[Workflow]) -> str:
    """Return every workflow as a heading and a Mermaid diagram, in Markdown."""
    return "\n".join(
        f"### {workflow.kind.replace('_', ' ').capitalize()}\n\n```mermaid\n{workflow.diagram()}\n```\n"
        for workflow in workflows
    )


def workflows_command(workflows: Iterable[Workflow]) -> click.Command:
    """Return the command that prints the diagrams of ``workflows``."""
    listed = tuple(workflows)

    @click.command("workflows")
    def command() -> None:
        """Print the workflows as Mermaid diagrams, as docs/architecture.md shows them."""
        click.echo(diagrams(listed))

    return command
