"""``python -m caseapp`` is the command line too."""

from caseapp.cli import main

if __name__ == "__main__":
    main()
