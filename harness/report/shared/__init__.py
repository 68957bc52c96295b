"""What all reports share: labels, quotations, the worst findings."""
