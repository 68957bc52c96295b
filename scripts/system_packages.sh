#!/usr/bin/env bash
# Install what some tests want from Debian: Apertium with two language pairs, Chromium, a C compiler.
# As root on Debian or Ubuntu it installs what is missing; elsewhere it says which tests will be skipped.
# Usage: scripts/system_packages.sh [--help]
set -uo pipefail
if [[ "${1:-}" == "--help" ]]; then
  sed -n '2,4s/^# //p' "$0"
  exit 0
fi
missing=()
modes=$(apertium -l 2>/dev/null || true)
[[ "$modes" == *eng-spa* ]] || missing+=(apertium apertium-eng-spa)
[[ "$modes" == *es-pt* ]] || missing+=(apertium-es-pt)
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
command -v cc >/dev/null || missing+=(gcc libc6-dev)
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
  echo "installing from Debian: ${missing[*]}"
  log=$(mktemp)
  if apt-get update -qq >"$log" 2>&1 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  echo "apt-get failed:"
  tail -n 5 "$log"
fi
echo "not installed here: ${missing[*]}"
echo "the tests that need them will be skipped; to run them: apt-get install ${missing[*]}"
