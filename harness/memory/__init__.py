"""What engines and models have answered before, kept in one SQLite file.

A remembering engine is an Engine around an Engine: same direction, same signature, same answers,
whether the memory is cold, warm or shared by two runs at once (write-ahead log). Every block of
answers is committed before the next is asked for, so that a killed run loses one block at most.

Keys are fingerprints of who answered (its identity, or what an engine says that it is known by)
and what was asked: two engines sharing one memory never serve each other.

`schema` says what the file looks like and mends older ones, `store` reads and writes it,
`remembering` wraps engines and scorers, `pruning` forgets, `contents` counts, `export` gives the
translations as translation units.
"""

from harness.memory.remembering import RememberingEngine, RememberingLikelihood
from harness.memory.store import Memory

__all__ = ["Memory", "RememberingEngine", "RememberingLikelihood"]
