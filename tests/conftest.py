import os

from hypothesis import settings

from harness.core.offline import stay_offline

stay_offline()  # tests run Argos Translate itself, too, which would call home by a library of its

if "PYTEST_XDIST_WORKER" in os.environ:
    # Every core has a worker already: threads of theirs would wait for each other, spinning.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["pytester"]

# An example may take as long as the machine needs: speed is measured in scripts/benchmarks. The
# same program gives the same verdict: `make explore` looks for new examples, this run does not.
settings.register_profile("harness", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("harness")
