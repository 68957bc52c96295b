#!/usr/bin/env bash
# Look the pinned dependencies up in the database of known vulnerabilities (needs a network).
# Ends with 0: none known, 1: some are, 3: the database cannot be reached, nothing is known.
# Usage: scripts/audit.sh [--help]
set -uo pipefail
cd "$(dirname "$0")/.."
if [[ "${1:-}" == "--help" ]]; then
  sed -n '2,4s/^# //p' "$0"
  exit 0
fi
said=$(pip-audit --progress-spinner off --disable-pip --require-hashes --requirement constraints/run.txt 2>&1)
code=$?
echo "$said"
if [[ $code -ne 0 && ! "$said" =~ (vulnerabilit|GHSA-|PYSEC-|CVE-) ]]; then
  echo "not audited: the database of vulnerabilities cannot be reached from here"
  exit 3
fi
exit $code
