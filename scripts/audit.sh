#!/usr/bin/env bash
# Look the pinned dependencies up in the database of known vulnerabilities (needs a network).
# Ends with 0: none known, 1: some are, 3: the database cannot be reached or does not know all of
# them; then nothing is said of these.
# Usage: scripts/audit.sh [--help]
set -uo pipefail
cd "$(dirname "$0")/.."
if [[ "${1:-}" == "--help" ]]; then
  sed -n '2,5s/^# //p' "$0"
  exit 0
fi
said=$(pip-audit --progress-spinner off --disable-pip --require-hashes --requirement constraints/run.txt 2>&1)
code=$?
echo "$said"
if [[ "$said" =~ (GHSA-|PYSEC-|CVE-) ]]; then
  exit 1
fi
# pip-audit ends with 0 where the database answers that it knows none of these packages.
unknown=$(grep -c "could not be audited" <<< "$said")
if [[ $unknown -ne 0 ]]; then
  echo "not audited: the database does not know $unknown of the packages"
  exit 3
fi
if [[ $code -ne 0 ]]; then
  echo "not audited: the database of vulnerabilities cannot be reached from here"
  exit 3
fi
