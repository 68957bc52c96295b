// Which rows are shown. A row is shown with all its findings: a finding needs its company.

const rows = [...document.querySelectorAll(".row")];
const control = (id) => document.getElementById(id);
const chosen = (id) => control(id)?.value ?? "";

// The words of a row as they are read, without the numbers that stand beside them.
const wordsOf = (row) => {
  const cells = [...row.querySelectorAll(".text, .message, .failure")].map((cell) => {
    const copy = cell.cloneNode(true);
    for (const extra of copy.querySelectorAll(".ref, .of-run")) extra.remove();
    return copy.textContent;
  });
  return cells.join("\n").normalize("NFC").toLowerCase();
};
const wordsByRow = new WeakMap();
const searched = (row) => {
  if (!wordsByRow.has(row)) wordsByRow.set(row, wordsOf(row));
  return wordsByRow.get(row);
};

const complaintsOf = (row) =>
  [...row.querySelectorAll(".line")].flatMap((line) => {
    const run = line.dataset.run;
    const found = [...line.querySelectorAll(".findings > li")].map((finding) => ({
      run, severity: finding.dataset.severity, category: finding.dataset.category,
    }));
    const failed = line.dataset.worst === "unmeasured";
    return failed ? [{ run, severity: "unmeasured", category: "" }] : found;
  });
const complaints = new Map(rows.map((row) => [row, complaintsOf(row)]));

const readFilter = () => {
  const boxes = [...document.querySelectorAll("[name=severity]")];
  return {
    query: control("query").value.trim().normalize("NFC").toLowerCase(),
    severities: new Set(boxes.filter((box) => box.checked).map((box) => box.value)),
    every: boxes.every((box) => box.checked),
    category: chosen("category"),
    run: chosen("run"),
    only: control("only-findings").checked,
  };
};

const passes = (row, filter) => {
  if (filter.query && !searched(row).includes(filter.query)) return false;
  if (filter.every && !filter.category && !filter.only) return true;
  return complaints.get(row).some((complaint) =>
    filter.severities.has(complaint.severity)
    && (!filter.category || complaint.category === filter.category)
    && (!filter.run || complaint.run === filter.run));
};

const applyFilter = () => {
  const filter = readFilter();
  let shown = 0;
  for (const row of rows) {
    row.hidden = !passes(row, filter);
    if (!row.hidden) shown += 1;
    for (const line of row.querySelectorAll(".line")) {
      line.hidden = Boolean(filter.run) && line.dataset.run !== filter.run;
    }
  }
  control("shown").value = `${shown} of ${rows.length} rows`;
  control("no-match").hidden = shown > 0 || rows.length === 0;
};

const resetFilter = () => {
  control("query").value = "";
  control("only-findings").checked = false;
  for (const id of ["category", "run"]) if (control(id)) control(id).value = "";
  for (const box of document.querySelectorAll("[name=severity]")) box.checked = true;
  applyFilter();
};

// A link must not lead to a row that a filter hides.
const showTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const row = target?.closest(".row");
  if (!row) return;
  if (row.hidden || target.closest(".line")?.hidden) resetFilter();
  target.scrollIntoView({ block: "nearest" });
};

const listenForFilter = () => {
  control("controls").addEventListener("input", applyFilter);
  window.addEventListener("hashchange", showTarget);
};
