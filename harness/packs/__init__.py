"""Language packs: what they are, where they lie, how they come and go.

Argos packages (`.argosmodel`, packed or not) and what is known about them. Only `download` opens
connections, and only `harness packs install` asks it to.
"""
