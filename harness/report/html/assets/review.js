// Findings that a reader has seen and judged. The marks are kept in this browser, by the run's
// fingerprint and the finding's id, so that they survive a report made anew; they leave it only as
// a file that the reader saves.

const fingerprints = new Map([...document.querySelectorAll(".card[data-fingerprint]")].map(
  (card) => [card.dataset.run, card.dataset.fingerprint]));
const storeName = (fingerprint) => `harness-review:${fingerprint}`;
const marks = new Map();

// Where an id comes again, its anchor has a number behind.
const bare = (anchor) => anchor.replace(/^[a-z]+-/, "").replace(/-\d+$/, "");

// All findings of an item: the one that leads it, and those about the same words.
const idsOf = (item) => [item, ...item.querySelectorAll(".also")].map(({ id }) => bare(id));

const identityOf = (item) => {
  // One run alone: its rows are the page's.
  const run = item.closest(".run")?.dataset.run ?? [...fingerprints.keys()][0];
  return {
    run: fingerprints.get(run),
    row_id: item.closest(".line").dataset.row ?? bare(item.closest(".row").id),
    finding_id: bare(item.id),
  };
};

const readMarks = () => {
  for (const fingerprint of fingerprints.values()) {
    try {
      const kept = JSON.parse(localStorage.getItem(storeName(fingerprint)) ?? "{}");
      marks.set(fingerprint, new Map(Object.entries(kept)));
    } catch { marks.set(fingerprint, new Map()); } // no storage here, or not as we wrote it
  }
};

const keepMarks = (fingerprint) => {
  try {
    const kept = Object.fromEntries(marks.get(fingerprint));
    localStorage.setItem(storeName(fingerprint), JSON.stringify(kept));
  } catch { /* no storage here: the marks live as long as the page */ }
};

const markOf = (item) => {
  const { run, finding_id } = identityOf(item);
  return marks.get(run)?.get(finding_id);
};
const isReviewed = (item) => item !== null && markOf(item) !== undefined;

const showMark = (item) => {
  completeRow(item.closest(".row"));
  const mark = markOf(item);
  const box = item.querySelector(".review input");
  box.checked = mark !== undefined;
  item.classList.toggle("done", box.checked);
  let reason = item.querySelector(".reason");
  if (!mark) { reason?.remove(); return; }
  if (!reason) {
    reason = document.createElement("input");
    reason.className = "reason";
    reason.placeholder = "reason";
    reason.setAttribute("aria-label", "Reason");
    item.append(reason);
  }
  reason.value = mark.reason;
};

const writeMark = (item, reviewed, reason) => {
  const { run } = identityOf(item);
  for (const id of idsOf(item)) {
    if (reviewed) marks.get(run).set(id, { reason });
    else marks.get(run).delete(id);
  }
  keepMarks(run);
};

const setMark = (item, reviewed, reason = "") => {
  writeMark(item, reviewed, reason);
  showMark(item);
  countReviewed();
};

const countReviewed = () => {
  let count = 0;
  for (const kept of marks.values()) count += kept.size;
  document.querySelector("[data-act=export]").textContent = `Export ${count} reviewed`;
};

const reviewAsData = () => ({
  kind: "harness-review",
  schema: 1,
  reviewed: items.filter(isReviewed).flatMap((item) => idsOf(item).map((finding_id) =>
    ({ ...identityOf(item), finding_id, reviewed: true, reason: markOf(item).reason }))),
});

const saveReview = () => {
  const data = JSON.stringify(reviewAsData(), null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${data}\n`], { type: "application/json" }));
  link.download = "review.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const toggleReviewed = () => {
  const item = document.activeElement?.closest(".findings > li");
  if (item) setMark(item, !isReviewed(item));
};

const listenForReview = () => {
  readMarks();
  countReviewed();
  control("row-list").addEventListener("input", (event) => {
    const item = event.target.closest(".findings > li");
    if (!item) return;
    if (event.target.matches(".reason")) writeMark(item, true, event.target.value);
    else setMark(item, event.target.checked);
  });
};
