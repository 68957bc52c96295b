"""The programs of `scripts/training` are no package: their folders go on the path."""

import sys
from pathlib import Path

TRAINING = Path(__file__).parents[3] / "scripts" / "training"
sys.path[:0] = [str(TRAINING / "packs"), str(TRAINING / "natural")]
