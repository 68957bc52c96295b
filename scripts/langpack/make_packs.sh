#!/usr/bin/env bash
# Make the language packs from nothing: gather, teach, mimic, vocabularies, train, export, evaluate.
#
#   scripts/langpack/make_packs.sh STEP…      (all: gather teach mimic vocabulary train portuguese export)
#
# Environment: WORK (default: build/langpack), PYTHON (one that has requirements.txt), KEEP_OUT (the
# benchmark texts that must not be trained on), TOKENS (target tokens a direction).
# Each step may be stopped and started again; what is finished is not done twice.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [[ $# -eq 0 || "$1" == "--help" ]]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0"
  exit 0
fi
work=${WORK:-build/langpack}
python=${PYTHON:-python3}
read -ra keep_out <<<"${KEEP_OUT:-corpora/*.txt}"
mkdir -p "$work"/{text,pairs,train}
step() { "$python" "$here/$1.py" "${@:2}"; }

# The first so many lines of a fixed shuffle: two cores cannot teach everything.
declare -A lines=(
  [factbook.en]=34000 [us-parks-science.en]=12000 [us-area-handbooks.en]=8300 [masc.en]=4600
  [gutenberg-world.en]=7000 [gutenberg-science.en]=5500 [gutenberg-mentor.en]=4000
  [us-presidents.en]=6000 [digitalgov.en]=6000 [britannica-1911.en]=4000
  [openstax-es.es]=7000 [gutenberg-es.es]=7000 [common-voice-es.es]=8000
)

gather() {
  step gather --mirror "$work/mirror" --fetch --keep-out ${keep_out[@]} --out "$work/text"
}

teach() {
  for name in "${!lines[@]}"; do
    step teach "${name##*.}" "$work/text/$name.txt" --at-most "${lines[$name]}" \
      --out "$work/pairs/$name.tsv" --portuguese "$work/pairs/$name.pt.tsv"
  done
  cd "$work"
  cat $(ls pairs/*.en.tsv) >train/taught-en.tsv
  cat $(ls pairs/*.es.tsv) >train/taught-es.tsv
  cat text/openstax-*.en-es.tsv >train/openstax.tsv
  cat text/tatoeba.en-es.tsv >train/tatoeba.tsv
  cat text/{libreoffice-help,python-docs,react-docs}.en-es.tsv >train/software.tsv
  cat text/{direct-file,login-gov,mozilla-org,open-contracting,open-source-guides}.en-es.tsv >train/public.tsv
  cat $(ls pairs/*.en.pt.tsv) >train/portuguese-en.tsv
  cat $(ls pairs/*.es.pt.tsv) >train/portuguese-es.tsv
  cd - >/dev/null
  step overlap "$work"/train/*.tsv --keep-out ${keep_out[@]} --remove --out "$work/trained-on.json"
}

mimic() {
  step mimic enpt "$work/train/portuguese-en.tsv" --out "$work/enpt.pt"
  step mimic pten "$work/train/portuguese-es.tsv" --swap --out "$work/pten.pt"
}

vocabulary() {
  for direction in enpt pten; do
    step vocabulary "$direction" --english "$work"/text/*.en.txt "$work"/text/*.en-es.tsv \
      --spanish "$work"/text/*.en-es.tsv "$work"/text/*.es.txt --out "$work/$direction"
  done
  step initialise en_es --network "$work/enpt.pt" --vocabulary "$work/enpt" --out "$work/en_es.pt"
  step initialise es_en --network "$work/pten.pt" --vocabulary "$work/pten" --out "$work/es_en.pt"
}

train() {
  local d=$work/train
  step train en_es --start "$work/en_es.pt" --vocabulary "$work/enpt" --out "$work/en_es" \
    --tokens "${TOKENS:-4000000}" --still-until 0.7 --sampled-until 0.85 \
    --data "$d/taught-en.tsv=34" "$d/openstax.tsv=26" "$d/tatoeba.tsv=14" "$d/software.tsv=10" \
    "$d/public.tsv=5" "$d/taught-es.tsv=11" &
  step train es_en --start "$work/es_en.pt" --vocabulary "$work/pten" --out "$work/es_en" \
    --tokens "${TOKENS:-3600000}" --still-until 0.6 --sampled-until 0.85 \
    --data "$d/taught-en.tsv=40" "$d/openstax.tsv=26" "$d/tatoeba.tsv=12" "$d/software.tsv=9" \
    "$d/public.tsv=5" "$d/taught-es.tsv=8" &
  wait
}
