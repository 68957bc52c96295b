"""One bead -> issues. One file for each kind of change."""
