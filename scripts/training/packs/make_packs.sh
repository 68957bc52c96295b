#!/usr/bin/env bash
# Make the language packs from nothing: gather, teach, mimic, vocabularies, train, export, evaluate.
#
#   scripts/training/packs/make_packs.sh STEP…
#   (all: gather teach mimic vocabulary train portuguese export; or, from the published packages:
#   continue, then mean.py and export.py, as README.md says)
#
# Environment: WORK (default: build/langpack), PYTHON (one that has requirements.txt), KEEP_OUT (the
# benchmark texts that must not be trained on), TOKENS (target tokens a direction), MINUTES (of
# continue), VERSION, FLORES (a folder with dev.en, dev.es, dev.pt: the packages are then scored).
# Each step may be stopped and started again; what is finished is not done twice.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [[ $# -eq 0 || "$1" == "--help" ]]; then
  sed -n '2,11s/^# \{0,1\}//p' "$0"
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
    --tokens "${TOKENS:-4000000}" --sampled-until 0.85 \
    --fixed encoder_Wemb --still encoder --still-until 0.7 \
    --data "$d/taught-en.tsv=34" "$d/openstax.tsv=26" "$d/tatoeba.tsv=14" "$d/software.tsv=10" \
    "$d/public.tsv=5" "$d/taught-es.tsv=11" &
  step train es_en --start "$work/es_en.pt" --vocabulary "$work/pten" --out "$work/es_en" \
    --tokens "${TOKENS:-3600000}" --sampled-until 0.85 \
    --still decoder_Wemb decoder_ff_logit_out_b --still-until 0.6 \
    --data "$d/taught-en.tsv=40" "$d/openstax.tsv=26" "$d/tatoeba.tsv=12" "$d/software.tsv=9" \
    "$d/public.tsv=5" "$d/taught-es.tsv=8" &
  wait
}

# The Portuguese pair keeps the start models' vocabulary and embeddings, which both sides share: a short
# distillation is enough, and the package stays small.
portuguese() {
  local models
  models=$("$python" -c "import sys; sys.path.insert(0, '$here'); import start_models as s
print(s.find('enpt').vocabulary, s.find('pten').vocabulary)")
  for vocabulary in $models; do
    local direction
    direction=$(basename "$vocabulary" .spm | cut -d. -f2)
    mkdir -p "$work/$direction.whole"
    cp "$vocabulary" "$work/$direction.whole/en.model"
    cp "$vocabulary" "$work/$direction.whole/pt.model"
  done
  local d=$work/train
  step train en_pt --start "$work/enpt.pt" --vocabulary "$work/enpt.whole" --out "$work/en_pt" \
    --tokens 450000 --rate 2e-4 --fixed encoder_Wemb decoder_Wemb \
    --data "$d/portuguese-en.tsv=1" &
  step train pt_en --start "$work/pten.pt" --vocabulary "$work/pten.whole" --out "$work/pt_en" \
    --tokens 450000 --rate 2e-4 --fixed encoder_Wemb decoder_Wemb \
    --data "$d/portuguese-es.tsv=1" "$d/portuguese-en.tsv=1" &
  wait
}

# From the published packages: pairs that people translated, under licences that leave the weights
# free. Beside them version 1.1 drew 22 parts of taught text, and 6 of pairs with other countries.
declare -A shares=(
  [mozilla-foundation]=36 [openstax-physics]=14 [openstax-chemistry]=7 [openstax-statistics]=5
  [tatoeba]=14 [python-docs]=4 [freebsd]=3 [tensorflow-docs]=2
  [open-contracting]=4.1 [direct-file]=3.7 [mozilla-org]=2.4 [vita-min]=1.9 [inaturalist]=1.7
  [open-source-guides]=1 [open-science-handbook]=1 [login-gov]=0.9 [cncf-glossary]=0.9
  [bitcoin-org]=0.8 [login-gov-app]=0.8 [numpy-org]=0.5 [glosario]=0.3
  [react-docs]=1.3 [opentelemetry]=0.8 [debian-news]=0.6 [hugging-face-course]=0.3
)
continue_training() {
  local packs=$here/../../../langpacks direction back name
  step gather --mirror "$work/mirror" --fetch --only "${!shares[@]}" --keep-out ${keep_out[@]} \
    --out "$work/text"
  step overlap "$work"/text/*.en-es.tsv --keep-out ${keep_out[@]} --remove \
    --out "$work/trained-on.json"
  [[ -e "$work/mixture.txt" ]] || for name in "${!shares[@]}"; do
    echo "${shares[$name]} $work/text/$name.en-es.tsv"
  done >"$work/mixture.txt"
  for direction in en_es es_en; do
    back=${direction#*_}_${direction%_*}
    step unpack "$direction" "$packs/$direction"/*.argosmodel \
      --counterpart "$packs/$back"/*.argosmodel --out "$work/$direction.start.pt" \
      --vocabulary "$work/$([[ $direction == en_es ]] && echo enpt || echo pten)"
  done
  step train en_es --start "$work/en_es.start.pt" --vocabulary "$work/enpt" --out "$work/en_es" \
    --mixture "$work/mixture.txt" --tokens 1000000000 --minutes "${MINUTES:-90}" --rate 4e-4 \
    --batch 1200 --warm-up 150 &
  step train es_en --start "$work/es_en.start.pt" --vocabulary "$work/pten" --out "$work/es_en" \
    --mixture "$work/mixture.txt" --tokens 1000000000 --minutes "${MINUTES:-90}" --rate 4e-4 \
    --batch 1200 --warm-up 150 &
  wait
}

export_packages() {
  local direction vocabulary
  for direction in en_es es_en en_pt pt_en; do
    [[ -e "$work/$direction/average.pt" ]] || continue
    case $direction in
      en_es) vocabulary=$work/enpt ;;
      es_en) vocabulary=$work/pten ;;
      en_pt) vocabulary=$work/enpt.whole ;;
      pt_en) vocabulary=$work/pten.whole ;;
    esac
    step export "$direction" --weights "$work/$direction/average.pt" --vocabulary "$vocabulary" \
      --version "${VERSION:-1.0}" --out "$work/dist"
    if [[ -n "${FLORES:-}" ]]; then
      step evaluate "$direction" "$work/dist/translate-$direction-"*.argosmodel \
        --source "$FLORES/dev.${direction%_*}" --reference "$FLORES/dev.${direction#*_}" |
        tee "$work/dist/$direction.dev.json"
    fi
  done
}

for wanted in "$@"; do
  case $wanted in
    all) gather && teach && mimic && vocabulary && train && portuguese && export_packages ;;
    export) export_packages ;;
    continue) continue_training ;;
    gather | teach | mimic | vocabulary | train | portuguese) "$wanted" ;;
    *)
      echo "error: no step $wanted" >&2
      echo "hint: $0 --help lists the steps" >&2
      exit 2
      ;;
  esac
done
