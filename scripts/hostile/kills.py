"""Stop commands that write, at random moments: `python scripts/hostile/kills.py [--number 200]`.

`--how kill` ends them as `kill -9` does, half of them at a random time, half at a random change of
a file. `int`, `term` and `twice` send SIGINT, SIGTERM, and SIGINT two times. Then the command is
given again, or resumed, and its folder must be as if nothing had happened. Ends with 1 if anything
was lost, doubled, left over, or if a signal did not end in exit code 3.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from children import Child, Ended, Place, changes, fresh_place, load_all, run, stoppable
from scenes import MEMORY, SCENES, Scene, State, prepared, state

_SIGNALS = {"int": signal.SIGINT, "term": signal.SIGTERM, "twice": signal.SIGINT}
HOW = ("kill", *_SIGNALS)
_UNFINISHED = (".partial", "/", "plan.json", "source.txt", MEMORY)
_OLD = 10.0  # seconds that are let pass between a command that was stopped and the next
_TOO_LATE = 0.1  # seconds after a signal in which a command may have been ending anyway
_TRIES = 20  # to hit a command before its end


@dataclass(frozen=True, slots=True)
class Known:
    """A scene's folder before and after its command, undisturbed; and how that went."""

    scene: Scene
    place: Place
    kept: Path
    before: State
    after: State
    ended: Ended
    seconds: float
    changes: int

    def restore(self) -> None:
        """The folder as it is before the command."""
        self.place.restore(self.kept)


def known(scene: Scene, place: Place) -> Known:
    """Let a command work once undisturbed. Raises: RuntimeError where it fails."""
    prepared(scene, place)
    kept = place.spare / scene.name.replace(" ", "-")
    shutil.copytree(place.work, kept, symlinks=True)
    before = state(place.work)
    begun = time.monotonic()
    ended = run(place, scene.command)
    seconds = time.monotonic() - begun
    if ended.code not in (0, 1):
        raise RuntimeError(f"{scene.name} ended with {ended.code}: {ended.stderr}")
    after = state(place.work)
    made = Known(scene, place, kept, before, after, ended, seconds, 0)
    made.restore()
    return replace(made, changes=changes(place, scene.command))


def stopped(known: Known, how: str, draw: random.Random) -> Ended:
    """The command, stopped once it works. Raises: RuntimeError if it always ended before."""
    for _ in range(_TRIES):
        known.restore()
        by_change = how == "kill" and draw.random() < 0.5
        at = draw.randint(1, known.changes) if by_change else None
        child = Child(known.place, known.scene.command, at)
        if not by_change:
            time.sleep(draw.random() * known.seconds)
            child.send(_SIGNALS.get(how, signal.SIGKILL))
            if how == "twice":
                time.sleep(0.1 + draw.random() * 0.2)
                child.send(signal.SIGINT)
        ended = child.ended()
        # Whoever ends by itself was not killed, however long a busy machine took to tell.
        late = how == "kill" or ended.after < _TOO_LATE
        over = late and ended.code == known.ended.code
        if not over:
            return ended
    raise RuntimeError(f"{known.scene.name}: always ended before it was stopped")


def faults(known: Known, how: str, draw: random.Random) -> Iterator[str]:
    """What is wrong after the command was stopped, and after it was given again."""
    ended = stopped(known, how, draw)
    if how != "kill":
        yield from _wrong_end(ended)
    elif ended.code != -signal.SIGKILL:
        yield f"killed, ended with {ended.code}: {ended.stderr[-500:]}"
    work = known.place.work
    said = ended.stdout, ended.stderr  # `noise` prints what it measured, then what it wrote
    told = said == (known.ended.stdout, known.ended.stderr) != ("", "")
    yield from _wrong_now(known, state(work), told=told)
    _let_time_pass(work)
    again = run(known.place, known.scene.again(work))
    if again.code != known.ended.code:
        yield f"given again, it ends with {again.code}: {again.stderr[-500:]}"
    yield from differences(known.after, state(work))


def _wrong_end(ended: Ended) -> Iterator[str]:
    if ended.code != 3:
        yield f"ended with {ended.code}, {ended.after:.2f} s after the signal"
    if "Traceback" in ended.stderr or "a bug" in ended.stderr:
        yield f"said: {ended.stderr[-800:]}"


def _wrong_now(known: Known, now: State, *, told: bool) -> Iterator[str]:
    """Files are old or new, whole; the memory lost nothing and made nothing up."""
    for name, content in now.items():
        old, new = known.before.get(name), known.after.get(name)
        if name == MEMORY:
            yield from _wrong_memory(known, content)
        elif not name.endswith(_UNFINISHED) and not _is_hidden(name) and content not in (old, new):
            yield f"{name}: neither the old nor the new one"
    for name in known.before.keys() & known.after.keys() - now.keys():
        if not name.startswith("home/.local"):  # a pack that was being replaced: see the next run
            yield f"{name}: lost"
    if told:
        yield from (f"said to be done: {each}" for each in differences(known.after, now))


def _wrong_memory(known: Known, content: object) -> Iterator[str]:
    old, new = (frozenset(each.get(MEMORY) or ()) for each in (known.before, known.after))  # type: ignore[call-overload]
    now = frozenset(content)  # type: ignore[call-overload]
    if lost := (old & new) - now:
        yield f"memory: {len(lost)} entries lost"
    if more := now - (old | new):
        yield f"memory: {len(more)} entries that nobody made"


def _is_hidden(name: str) -> bool:
    """Whether it lies in a folder that somebody worked in: nobody else looks at it."""
    return any(part.startswith((".harness-", ".making-", "harness-")) for part in name.split("/"))


def differences(wanted: State, now: State) -> Iterator[str]:
    for name in sorted(wanted.keys() | now.keys()):
        if name not in now:
            yield f"{name}: missing"
        elif name not in wanted:
            yield f"{name}: left over"
        elif now[name] != wanted[name]:
            yield f"{name}: another content"


def _let_time_pass(work: Path) -> None:
    """What was left is as old as after a few seconds, in which nobody starts a command again."""
    for path in work.rglob("*.partial"):
        was = path.stat().st_mtime - _OLD
        os.utime(path, (was, was))


def all_stopped(scenes: Sequence[Scene], how: str, number: int, seed: int) -> int:
    """Stop the scenes' commands by turns; how many times anything was wrong."""
    counts: Counter[str] = Counter()
    done = 0
    try:
        with fresh_place() as place:
            learnt = [_learnt(scene, place) for scene in scenes]
            for turn in range(number):
                each = learnt[turn % len(learnt)]
                found = list(faults(each, how, random.Random(f"{seed} {how} {turn}")))
                counts[each.scene.name] += bool(found)
                done += 1
                for fault in found:
                    print(f"{how} {turn}, {each.scene.name}: {fault}", file=sys.stderr, flush=True)
    finally:
        wrong = {name: count for name, count in counts.items() if count}
        print(f"{how}: {done} times, {sum(wrong.values())} wrong {wrong or ''}".rstrip())
    return sum(wrong.values())


def _learnt(scene: Scene, place: Place) -> Known:
    prepared(scene, place)
    load_all(place, iter([scene.command]))
    return known(scene, place)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--number", type=int, default=200, help="how often, of each kind")
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--how", choices=HOW, action="append", help="default: kill")
    names = [scene.name for scene in SCENES]
    parser.add_argument("--scene", choices=names, action="append", help="default: all")
    asked = parser.parse_args()
    stoppable()
    scenes = [scene for scene in SCENES if scene.name in (asked.scene or names)]
    wrong = [all_stopped(scenes, how, asked.number, asked.seed) for how in asked.how or ("kill",)]
    sys.exit(any(wrong))


if __name__ == "__main__":
    main()
