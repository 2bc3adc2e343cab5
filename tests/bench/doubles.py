"""How many people who were written down twice are found among 2,000: `python -m tests.bench.doubles`."""

from tests.duplicates.inventing import measure

PEOPLE, DOUBLES, SEEDS = 2_000, 60, (1, 2, 3)


def main() -> None:
    for seed in SEEDS:
        print(f"{PEOPLE:,} people, seed {seed}: {measure(PEOPLE, DOUBLES, seed)}")


if __name__ == "__main__":
    main()
