"""What is typed in a terminal, one module a command; ``cli`` offers them, features add theirs."""
