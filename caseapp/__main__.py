"""``caseapp``, and ``python -m caseapp``: the command line from its first moment."""

from collections.abc import Callable

from caseapp.processes.garbage import making_what_stays


def imported_command_line() -> Callable[[], None]:
    """Return what runs the command line, the application imported."""
    with making_what_stays():
        from caseapp.cli import main as run  # here: this is what takes the time

    return run


def main() -> None:
    """Run the command line."""
    imported_command_line()()


if __name__ == "__main__":
    main()
