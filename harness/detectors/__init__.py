"""One bead -> findings. One file a kind of drift, each stating what it is blind to."""
