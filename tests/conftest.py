from hypothesis import settings

pytest_plugins = ["pytester"]

# An example may take as long as the machine needs: speed is measured in scripts/bench.
settings.register_profile("harness", deadline=None)
settings.load_profile("harness")
