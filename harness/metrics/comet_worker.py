"""Scores by COMET, for `comet.py`: run by the Python that has the package `unbabel-comet`.

  python comet_worker.py --version
  python comet_worker.py MODEL.ckpt

Reads a JSON list of [reference, hypothesis] a line, and writes a JSON list of scores a line. All
else that the libraries say goes to stderr. Uses nothing of the harness, which is not there.
"""

import json
import os
import sys
from importlib.metadata import version
from typing import Any

BATCH = 16


def serve(model: Any, answers: Any) -> None:
    """One line of scores for each line of pairs, until there are no more."""
    for line in sys.stdin:
        # What a regression model asks for as the source is the reference, too: both ends of a round
        # trip are in one language.
        samples = [
            {"src": reference, "mt": hypothesis, "ref": reference}
            for reference, hypothesis in json.loads(line)
        ]
        predictions = model.predict(
            samples, batch_size=BATCH, gpus=0, progress_bar=False, num_workers=0
        )
        answers.write(json.dumps([float(score) for score in predictions.scores]) + "\n")
        answers.flush()


def main() -> None:
    """Say the version, or load the model and serve."""
    if sys.argv[1] == "--version":
        sys.stdout.write(version("unbabel-comet"))
        return
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # as `harness.core.offline` does it
    del sys.path[0]  # this folder, whose `comet.py` is another
    from comet import load_from_checkpoint  # noqa: PLC0415  (takes seconds; not for the version)

    serve(load_from_checkpoint(sys.argv[1], local_files_only=True), answers)


if __name__ == "__main__":
    main()
