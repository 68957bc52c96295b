// Which rows are shown. A row is shown with all its findings: a finding needs its company.

const chosen = (id) => control(id)?.value ?? "";
const ticked = (id) => Boolean(control(id)?.checked);
const folded = (text) => text.normalize("NFC").toLowerCase();

const words = [];
const searched = (number) => {
  words[number] ??= folded([...rows[number].querySelectorAll(".text, .findings > li > p, .failure")]
    .map((cell) => cell.textContent).join("\n"));
  return words[number];
};

const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 20));

// Reading ten thousand rows takes a moment: done in idle time, a first search need not wait for it.
const readAhead = (place = 0) => {
  if (place >= rows.length) return;
  whenIdle(() => {
    const end = Math.min(place + 100, rows.length);
    for (let number = place; number < end; number += 1) searched(number);
    readAhead(end);
  });
};

const readFilter = () => {
  const boxes = [...document.querySelectorAll("[name=severity]")];
  const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const whole = boxes.every((box) => box.checked || box.value === "minor");
  const limit = chosen("score") === "" ? null : Number(chosen("score"));
  const atMost = control("metric")?.selectedOptions[0]?.dataset.limit === "at most";
  const filter = {
    query: folded(chosen("query").trim()), severities, whole, limit, atMost, metric: chosen("metric"),
    category: chosen("category"), locus: chosen("locus"), run: chosen("run"),
    reviewed: chosen("reviewed"), differs: control("differs")?.value ?? "all", only: ticked("only-findings"),
  };
  filter.complaining = filter.only || !whole
    || Boolean(filter.category || filter.locus || filter.reviewed);
  return filter;
};

// 0: the runs say the same; 1: other words came back; 2: other minor findings; 3: other findings.
const differing = ({ differs, severities }) =>
  ({ "": 1, findings: severities.has("minor") ? 2 : 3 })[differs] ?? 0;

const matching = (filter) => {
  const least = differing(filter);
  const complaints = filter.complaining ? complaining(filter) : null;
  const scores = filter.limit === null ? null : scoring(filter);
  return rows.map((_, number) => index.differs[number] >= least
    && (!complaints || complaints[number] === 1) && (!scores || scores[number] === 1)
    && (!filter.query || searched(number).includes(filter.query)));
};

// Rows stand in chunks that the browser leaves alone while they are out of sight: there, hiding a
// row costs nothing but the word. What a chunk is thought to measure follows the rows shown in it.
const CHUNK = chunks[0]?.childElementCount ?? 1;
const ROW_HEIGHT = 14; // rem, about
let order = rows.map((_, number) => number);
let isShown = rows.map(() => true);
const shownInChunk = chunks.map(() => -1);

const sizeChunks = () => {
  const counts = chunks.map(() => 0);
  order.forEach((number, place) => { counts[Math.floor(place / CHUNK)] += Number(isShown[number]); });
  counts.forEach((count, place) => {
    if (count === shownInChunk[place]) return;
    shownInChunk[place] = count;
    chunks[place].hidden = count === 0;
    chunks[place].style.containIntrinsicBlockSize = `${count * ROW_HEIGHT}rem`;
  });
};

const showRows = (matches) => {
  matches.forEach((shown, number) => {
    if (shown !== isShown[number]) rows[number].hidden = !shown;
  });
  isShown = matches;
  sizeChunks();
};

let runShown = "";
const showRun = (run) => {
  if (run === runShown) return;
  runShown = run;
  fillAll();
  for (const column of document.querySelectorAll("#row-list .run")) {
    column.hidden = Boolean(run) && column.dataset.run !== run;
  }
};

// Minor findings are folded unless their box is ticked; each fold can be opened by itself, too.
let minorShown = minorBox().defaultChecked;
const showMinor = (shown) => {
  if (shown === minorShown) return;
  minorShown = shown;
  // A class, as a rule that asks `main` what it has would ask all rows anew whenever one is completed.
  control("rows").classList.toggle("with-minor", shown);
  for (const fold of folds) fold.open = shown;
};

// A choice that only minor findings answer ticks their box: nobody is to look at an empty page.
const answerable = (filter) => {
  const box = minorBox();
  if (!filter.complaining || !filter.whole || box.checked || complaining(filter).includes(1)) {
    return filter;
  }
  box.checked = true;
  const wider = readFilter();
  if (complaining(wider).includes(1)) return wider;
  box.checked = false;
  return filter;
};

const applyFilter = () => {
  const filter = answerable(readFilter());
  showMinor(filter.severities.has("minor"));
  const matches = matching(filter);
  const count = matches.filter(Boolean).length;
  showRows(matches);
  showRun(filter.run);
  control("shown").value = `${count} of ${rows.length} rows`;
  control("no-match").hidden = count > 0 || rows.length === 0;
  writeAddress();
};

const resetFilter = () => {
  for (const element of settings()) setTo(element, "");
  if (control("differs")) control("differs").value = "all";
  applyFilter();
};

const openFolds = (element) => {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
};

// A link must not lead to a row that a filter hides, nor into a fold.
const showTarget = () => {
  fillAll();
  const target = control(decodeURIComponent(location.hash.slice(1)));
  const row = target?.closest(".row");
  if (!row) return;
  if (target.closest("[hidden]")) resetFilter();
  openFolds(target);
  completeRow(row);
  target.scrollIntoView({ block: "nearest" });
};

const listenForFilter = () => {
  control("controls").addEventListener("input", applyFilter);
  window.addEventListener("hashchange", showTarget);
  readAhead();
};
