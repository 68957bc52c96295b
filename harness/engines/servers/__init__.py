"""What engines behind a server share: an address, a bounded exchange, patience, a probe."""
