// Which rows are shown. A row is shown with all its findings: a finding needs its company.

const rows = [...document.querySelectorAll(".row")];
const control = (id) => document.getElementById(id);
const chosen = (id) => control(id)?.value ?? "";
const ticked = (id) => Boolean(control(id)?.checked);
const folded = (text) => text.normalize("NFC").toLowerCase();

// The words of a row as they are read, without the numbers that stand beside them.
const readWords = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".ref, .of-run")) return "";
  let words = "";
  for (const child of node.childNodes) words += readWords(child);
  return words;
};
const wordsByRow = new Map();
const searched = (row) => {
  if (!wordsByRow.has(row)) {
    const cells = [...row.querySelectorAll(".text, .message, .failure")];
    wordsByRow.set(row, folded(cells.map(readWords).join("\n")));
  }
  return wordsByRow.get(row);
};

// Reading ten thousand rows takes a moment: done in idle time, a first search need not wait for it.
const readAhead = (place = 0) => {
  if (place >= rows.length) return;
  const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 20));
  later(() => {
    const end = Math.min(place + 100, rows.length);
    for (let index = place; index < end; index += 1) searched(rows[index]);
    readAhead(end);
  });
};

const scoresOf = (line) =>
  Object.fromEntries((line.dataset.scores ?? "").split(" ").filter(Boolean).map((pair) => {
    const cut = pair.lastIndexOf("=");
    return [pair.slice(0, cut), Number(pair.slice(cut + 1))];
  }));

// What can be asked of a row, read once: a line for each run, its scores and its complaints.
const factsOf = (row) => [...row.querySelectorAll(".line")].map((line) => {
  const failed = line.dataset.worst === "unmeasured";
  const complaints = failed ? [{ severity: "unmeasured", category: "", locus: "", item: null }]
    : [...line.querySelectorAll(".findings > li")].map((item) => ({
      severity: item.dataset.severity, category: item.dataset.category, locus: item.dataset.locus ?? "unknown",
      item,
    }));
  return { run: line.dataset.run, scores: scoresOf(line), complaints };
});
const facts = new Map(rows.map((row) => [row, factsOf(row)]));

const readFilter = () => {
  const boxes = [...document.querySelectorAll("[name=severity]")];
  const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const limit = chosen("score") === "" ? null : Number(chosen("score"));
  const atMost = control("metric")?.selectedOptions[0]?.dataset.limit === "at most";
  const filter = {
    query: folded(chosen("query").trim()), severities, limit, atMost, metric: chosen("metric"),
    category: chosen("category"), locus: chosen("locus"), run: chosen("run"),
    reviewed: chosen("reviewed"), differs: control("differs")?.value ?? "all", only: ticked("only-findings"),
  };
  filter.complaining = filter.only || severities.size < boxes.length
    || Boolean(filter.category || filter.locus || filter.reviewed);
  return filter;
};

const worseThan = (limit, atMost, score) =>
  score !== undefined && (atMost ? score <= limit : score >= limit);

const complains = (complaint, filter) =>
  filter.severities.has(complaint.severity)
  && (!filter.category || complaint.category === filter.category)
  && (!filter.locus || complaint.locus === filter.locus)
  && (!filter.reviewed || isReviewed(complaint.item) === (filter.reviewed === "yes"));

const passes = (row, filter) => {
  const { differs = "" } = row.dataset;
  if (filter.differs !== "all" && !(filter.differs ? differs === filter.differs : differs)) return false;
  const lines = facts.get(row).filter((line) => !filter.run || line.run === filter.run);
  if (filter.limit !== null
    && !lines.some((line) => worseThan(filter.limit, filter.atMost, line.scores[filter.metric]))) {
    return false;
  }
  if (filter.complaining
    && !lines.some((line) => line.complaints.some((each) => complains(each, filter)))) {
    return false;
  }
  return !filter.query || searched(row).includes(filter.query);
};

let runShown = "";
const showRun = (run) => {
  if (run === runShown) return;
  runShown = run;
  for (const column of document.querySelectorAll("#row-list .run")) {
    column.hidden = Boolean(run) && column.dataset.run !== run;
  }
};

const applyFilter = () => {
  const filter = readFilter();
  let shown = 0;
  for (const row of rows) {
    const hidden = !passes(row, filter);
    if (row.hidden !== hidden) row.hidden = hidden;
    if (!hidden) shown += 1;
  }
  showRun(filter.run);
  control("shown").value = `${shown} of ${rows.length} rows`;
  control("no-match").hidden = shown > 0 || rows.length === 0;
  writeAddress();
};

const resetFilter = () => {
  for (const element of settings()) setTo(element, "");
  if (control("differs")) control("differs").value = "all";
  applyFilter();
};

// A link must not lead to a row that a filter hides.
const showTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const row = target?.closest(".row");
  if (!row) return;
  if (target.closest("[hidden]")) resetFilter();
  target.scrollIntoView({ block: "nearest" });
};

const listenForFilter = () => {
  control("controls").addEventListener("input", applyFilter);
  window.addEventListener("hashchange", showTarget);
  readAhead();
};
