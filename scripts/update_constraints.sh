#!/usr/bin/env bash
# Pin every dependency anew, with hashes, for all platforms: constraints/run.txt and constraints/dev.txt.
# Needs uv (pip install uv). Usage: scripts/update_constraints.sh [--help]
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ "${1:-}" == "--help" ]]; then
  sed -n '2,3s/^# //p' "$0"
  exit 0
fi
pin() {
  uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
    --no-emit-index-url --no-header --no-annotate pyproject.toml constraints/build.in "$@"
}
pin --extra bergamot --output-file constraints/run.txt
pin --extra bergamot --extra dev --output-file constraints/dev.txt
