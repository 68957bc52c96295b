"""Bytes <-> Document, one file a format. Groups `harness.readers` and `harness.writers`.

A reader keeps for each unit where its translation stands in the decoded file (`Unit.slot`); a
writer puts new texts into these places and leaves everything else alone (`splice`). Contracts:
`ReaderContract`, `WriterContract`.
"""
