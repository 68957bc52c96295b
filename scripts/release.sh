#!/usr/bin/env bash
# Build wheel and source distribution, check each in an empty environment, and print what to tag.
# Nothing is uploaded and nothing is tagged. Usage: scripts/release.sh [--help] [FOLDER]   (default: dist)
set -euo pipefail
if [[ "${1:-}" == "--help" ]]; then
  sed -n '2,3s/^# //p' "$0"
  exit 0
fi
cd "$(dirname "$0")/.."
out=${1:-dist}
python=${PYTHON:-.venv/bin/python}
fail() {
  echo "error: $1" >&2
  echo "hint: $2" >&2
  exit "${3:-2}"
}

# ── what is released is what is committed, under a version that the changelog knows ──
[[ -x "$python" ]] || fail "no $python" "make check sets it up; or name one: PYTHON=python3 $0"
[[ -z "$(git status --porcelain)" ]] || fail "the working tree has changes" "commit or remove them first"
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' harness/__init__.py)
grep -qE "^## $version \([0-9]{4}-[0-9]{2}-[0-9]{2}\)$" CHANGELOG.md ||
  fail "CHANGELOG.md has no section '## $version (YYYY-MM-DD)'" "date the section of this version"
! git rev-parse -q --verify "refs/tags/v$version" >/dev/null ||
  fail "the tag v$version exists" "raise __version__ in harness/__init__.py"

# ── build from a clean copy, so that no ignored file slips in ──
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git archive HEAD | tar -x -C "$copy"
mkdir -p "$out"
out=$(cd "$out" && pwd)
base=$(cd "$(dirname "$python")" && pwd)/$(basename "$python")
(cd "$copy" && "$base" -m hatchling build -d "$out")
wheel="$out/retranslation_harness-$version-py3-none-any.whl"
sdist="$out/retranslation_harness-$version.tar.gz"
[[ -s "$wheel" && -s "$sdist" ]] || fail "the build left no $wheel and $sdist" "read what hatchling printed above" 3

# ── install each where nothing else is, and use it ──
printf 'She never eats meat.\n' >"$copy/a.en.txt"
for made in "$wheel" "$sdist"; do
  venv="$copy/venv-${made##*.}"
  echo "checking ${made##*/} in an empty environment …"
  "$base" -m venv "$venv"
  pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet)
  "${pip[@]}" install --require-hashes --requirement constraints/run.txt
  "${pip[@]}" install --no-deps --no-build-isolation "$made"
  "${pip[@]}" check
  (
    cd "$copy"
    export HOME="$copy/home" PYTHONDONTWRITEBYTECODE=1
    unset PYTHONPATH
    [[ "$("$venv/bin/harness" --version)" == *"$version"* ]]
    "$venv/bin/harness" run a.en.txt --route en:es:en --metric chrf -o "run-${made##*.}" --quiet >/dev/null
    "$venv/bin/harness" report "run-${made##*.}" -o "run-${made##*.}.html"
    grep -q 'She never eats meat' "run-${made##*.}.html"
  ) || fail "${made##*/} does not work where only it is installed" "read what was printed above" 3
done

echo
(cd "$out" && sha256sum "${wheel##*/}" "${sdist##*/}")
echo
echo "Both work. To release this commit:"
echo "  git tag -a v$version -m 'retranslation-harness $version' $(git rev-parse --short HEAD)"
echo "  git push origin v$version"
