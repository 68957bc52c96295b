"""One calibrated score a bead, from all that was measured of it."""
