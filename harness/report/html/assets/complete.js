// What only the script can use is added to rows when they come near, not to ten thousand at once: a
// box for "reviewed", a place for its reason, and words for screen readers.

const completed = new WeakSet();

const reviewBox = () => {
  const label = document.createElement("label");
  const box = document.createElement("input");
  label.className = "review";
  box.type = "checkbox";
  label.append(box, " reviewed");
  return label;
};

const completeRow = (row) => {
  if (completed.has(row)) return;
  completed.add(row);
  row.tabIndex = -1;
  row.setAttribute("aria-label", `Row ${row.querySelector("h3").textContent}`);
  for (const list of row.querySelectorAll(".findings")) list.setAttribute("aria-label", "Findings");
  for (const item of row.querySelectorAll(".findings > li")) {
    item.firstElementChild.setAttribute("aria-label", `finding ${item.dataset.f}, link`);
    item.append(reviewBox());
    showMark(item);
  }
  for (const stands of row.querySelectorAll("[data-l]")) {
    const numbers = stands.dataset.l.replaceAll(" ", ", ");
    stands.setAttribute("aria-description", `stands for the words of finding ${numbers}`);
  }
};

const completeChunk = (chunk) => {
  for (const row of chunk.children) completeRow(row);
};

const completeWhatComesNear = () => {
  if (chunks.length) completeChunk(chunks[0]);
  const watch = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      fillChunk(chunks.indexOf(target));
      completeChunk(target);
    }
  }, { rootMargin: "100% 0%" });
  for (const chunk of chunks) watch.observe(chunk);
};
