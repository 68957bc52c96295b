#!/usr/bin/env bash
# The steps of the Dockerfile, to be run anywhere.
#   scripts/container.sh install FOLDER   an environment with pinned dependencies and the wheel of this checkout
#   scripts/container.sh prove            translate a text and back, offline; leaves the models ready in the cache
set -euo pipefail

install() {
  local folder=$1 source
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  python3 -m venv "$folder"
  local pip=("$folder/bin/python" -m pip --disable-pip-version-check --no-cache-dir --quiet)
  "${pip[@]}" install --require-hashes --requirement "$source/constraints/run.txt"
  "${pip[@]}" install --no-deps --no-build-isolation "$source"
  "${pip[@]}" uninstall --yes hatchling editables pip
  find "$folder" -name tests -path '*/site-packages/*' -prune -exec rm -rf {} +
}

prove() {
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  echo "She did not sign the contract." >"$scratch/text.en.txt"
  harness doctor >"$scratch/doctor" || { cat "$scratch/doctor"; exit 3; }
  harness run "$scratch/text.en.txt" --route en:es:en -o "$scratch/run" --quiet --memory "$scratch/memory"
  harness report "$scratch/run" -o "$scratch/report.html"
  if [[ -n "${XDG_CACHE_HOME:-}" ]]; then
    rm -f "$XDG_CACHE_HOME"/retranslation-harness/memory.sqlite*  # doctor makes an empty one
    chmod -R a+rwX "$XDG_CACHE_HOME"/retranslation-harness  # whoever runs the container
  fi
}

case "${1:-}" in
  install) install "${2:?name a folder}" ;;
  prove) prove ;;
  *) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
