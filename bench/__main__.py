"""All benches in a row; each prints its figures beside a baseline of the same run."""

from __future__ import annotations

import sys

from bench import assess, judge, pipeline, refine, start

BENCHES = {
    "assess": assess.main,
    "judge": judge.main,
    "pipeline": pipeline.main,
    "refine": refine.main,
    "start": start.main,
}


def main(names: list[str]) -> None:
    """Run the benches named, all where none is."""
    for name in names or list(BENCHES):
        print(f"== {name}", flush=True)
        BENCHES[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
