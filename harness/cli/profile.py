"""What `--profile` prints: where a command's processor time went."""

from collections.abc import Iterator

from harness.core.stages import Profile

_NAMES = {
    "readings": "paraphrase model",
    "hops": "hop reader",
}  # what its answers are called in the memory


def shares(profile: Profile) -> Iterator[str]:
    """A line for each stage, the dearest first, then for what no stage is named for."""
    total, seconds = profile.total, profile.seconds
    named = sorted(seconds.items(), key=lambda item: -item[1])
    rest = total - profile.before - sum(seconds.values())
    yield f"processor time: {total:.1f} s"
    for name, spent in [*named, ("start of the program", profile.before), ("all else", rest)]:
        yield f"  {100 * spent / total:5.1f} %  {spent:7.2f} s  {_NAMES.get(name, name)}"
