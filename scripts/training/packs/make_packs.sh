#!/usr/bin/env bash
# Make the language packs from nothing: gather, teach, mimic, vocabularies, train, export, evaluate.
#
#   scripts/training/packs/make_packs.sh STEP…
#   (all: gather teach mimic vocabulary train portuguese export; or, from the published packages:
#   continue, then export, as README.md says)
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
# free, and single sentences, which the chain translates: `A B` are shares of en_es and of es_en.
declare -A shares=(
  [mozilla-foundation]=12 [openstax-physics]=5 [openstax-chemistry]=3 [openstax-statistics]=2
  [tatoeba]=8 [nci-pdq]=4 [programming-historian]=2.5 [open-contracting]=2.2 [python-docs]=2
  [freebsd]=1.6 [healthcare-gov]=1.6 [direct-file]=1.5 [mozilla-org]=1.2 [tensorflow-docs]=1
  [vita-min]=0.8 [react-docs]=0.8 [nextstrain]=0.8 [oc4ids]=0.8 [gbif-docs]=0.8 [inaturalist]=0.7
  [open-source-guides]=0.7 [open-science-handbook]=0.7 [metadocencia]=0.7 [debian-news]=0.6
  [carpentries-handbook]=0.6 [login-gov]=0.5 [cncf-glossary]=0.5 [opentelemetry]=0.5
  [global-voices]=8 [copetti]=1
  [bitcoin-org]=0.5 [us-small]=0.4 [numpy-org]=0.3 [hugging-face-course]=0.2 [glosario]=0.2
)
declare -A single=(
  [congreso.es]="22.35 18.82" [openstax-es.es]="6.71 5.65" [gutenberg-es.es]="4.92 4.14"
  [common-voice-es.es]="4.02 3.39" [state-history.en]="3.5 7.58" [factbook.en]="1.8 3.8"
  [us-presidents.en]="1.5 3.3" [digitalgov.en]="1.1 2.5" [us-area-handbooks.en]="0.9 2"
  [18f.en]="0.7 1.6" [gutenberg-world.en]="0.7 1.6" [masc.en]="0.7 1.3"
  [gutenberg-great-war.en]="0.4 0.9" [britannica-1911.en]="0.4 0.8" [us-fireside-chats.en]="0.3 0.6"
)
# Single sentences whose other side the published packages make: for the direction that ends in them.
declare -A written=(
  [doj-press.en]="0 9" [senate-press.en]="0 8" [congress-press.en]="0 10" [us-parks-science.en]="0 8"
  [openstax-anthropology.en]="0 3" [global-voices-es.es]="8 2"
)
matched=(global-voices nci-pdq programming-historian healthcare-gov nextstrain metadocencia us-small)
continue_training() {
  local packs=$here/../../../langpacks direction back name share both texts=()
  for name in "${!single[@]}" "${!written[@]}"; do
    texts+=("${name%.*}")
  done
  step gather --mirror "$work/mirror" --fetch --keep-out ${keep_out[@]} --out "$work/text" \
    --only "${!shares[@]}" "${texts[@]}"
  step agreeing $(printf "$work/text/%s.en-es.tsv\n" "${matched[@]}") \
    --package "$packs"/es_en/*.argosmodel
  for name in "${!single[@]}"; do
    step teach "${name##*.}" "$work/text/$name.txt" --at-most "${TAUGHT:-45000}" \
      --out "$work/pairs/$name.tsv"
  done
  for name in "${!written[@]}"; do
    direction=$([[ $name == *.en ]] && echo en_es || echo es_en)
    step back_translate "$work/text/$name.txt" --package "$packs/$direction"/*.argosmodel \
      --at-most "${WRITTEN:-12000}" --out "$work/pairs/$name.tsv"
  done
  step overlap "$work"/text/*.en-es.tsv "$work"/pairs/*.tsv --keep-out ${keep_out[@]} --remove \
    --out "$work/trained-on.json"
  for direction in en_es es_en; do
    back=${direction#*_}_${direction%_*}
    step unpack "$direction" "$packs/$direction"/*.argosmodel \
      --counterpart "$packs/$back"/*.argosmodel --out "$work/$direction.start.pt" \
      --vocabulary "$work/$([[ $direction == en_es ]] && echo enpt || echo pten)"
    [[ -e "$work/$direction.mixture.txt" ]] || {
      for name in "${!shares[@]}"; do
        echo "${shares[$name]} $work/text/$name.en-es.tsv"
      done
      for name in "${!single[@]}" "${!written[@]}"; do
        read -ra both <<<"${single[$name]:-${written[$name]}}"
        share=${both[$([[ $direction == en_es ]] && echo 0 || echo 1)]}
        [[ $share == 0 ]] || echo "$share $work/pairs/$name.tsv"
      done
    } >"$work/$direction.mixture.txt"
  done
  step train en_es --start "$work/en_es.start.pt" --vocabulary "$work/enpt" --out "$work/en_es" \
    --mixture "$work/en_es.mixture.txt" --tokens 1000000000 --minutes "${MINUTES:-60}" --rate 2e-4 \
    --batch 1200 --warm-up 150 &
  step train es_en --start "$work/es_en.start.pt" --vocabulary "$work/pten" --out "$work/es_en" \
    --mixture "$work/es_en.mixture.txt" --tokens 1000000000 --minutes "${MINUTES:-60}" --rate 2e-4 \
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
