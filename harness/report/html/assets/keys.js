// Going through the report with the keyboard, and the buttons that stand for keys.

const visible = (element) => !element.closest("[hidden], .minor-fold:not([open])");

// Another tab is in sight: keys that go through the rows lead back to them.
const toRows = () => {
  if (document.querySelector(".tab:target")) location.hash = "rows";
};

const step = (elements, by) => {
  toRows();
  const here = document.activeElement;
  const inside = elements.findIndex((element) => element.contains(here));
  // From outside the list, start at its first element that follows the focus.
  const next = inside >= 0 ? inside + by : elements.findIndex((element) =>
    here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) - (by < 0 ? 1 : 0);
  const element = elements[Math.max(0, Math.min(next, elements.length - 1))];
  if (!element) return;
  completeRow(element.closest(".row"));
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: element.matches(".row") ? "start" : "center" });
  writeAddress(`#${(element.closest(".findings > li") ?? element).id}`);
};

const stepRow = (by) => {
  fillAll();
  step(order.filter((number) => isShown[number]).map((number) => rows[number]), by);
};
const stepFinding = (by) => {
  fillAll();
  step([...document.querySelectorAll("#row-list .findings > li > a")].filter(visible), by);
};

// Selected too, so that it can still be copied where the clipboard is out of reach.
const copyBeside = (button) => {
  const code = button.previousElementSibling;
  getSelection().selectAllChildren(code);
  const said = () => {
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };
  navigator.clipboard?.writeText(code.textContent).then(said, () => {});
};

const help = document.getElementById("help");
const actions = {
  help: () => help.showModal(),
  "close-help": () => help.close(),
  reset: () => resetFilter(),
  export: () => saveReview(),
  copy: (button) => copyBeside(button),
};
const keys = {
  j: () => stepRow(1),
  k: () => stepRow(-1),
  n: () => stepFinding(1),
  p: () => stepFinding(-1),
  o: () => otherOrder(),
  r: () => toggleReviewed(),
  "/": () => { toRows(); control("query").focus(); },
  "?": () => actions.help(),
};

const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (event.target.matches("input:not([type=checkbox]), select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
  if (!action) return;
  event.preventDefault();
  action();
};

const listenForKeys = () => {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) actions[button.dataset.act](button);
  });
};
