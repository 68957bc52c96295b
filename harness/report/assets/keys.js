// Going through the report with the keyboard, and the buttons that stand for keys.

const visible = (element) => !element.closest("[hidden]");

const step = (elements, by) => {
  const here = document.activeElement;
  const inside = elements.findIndex((element) => element.contains(here));
  // From outside the list, start at its first element that follows the focus.
  const next = inside >= 0 ? inside + by : elements.findIndex((element) =>
    here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) - (by < 0 ? 1 : 0);
  const element = elements[Math.max(0, Math.min(next, elements.length - 1))];
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: element.matches(".row") ? "start" : "center" });
};

const stepRow = (by) => step(rows.filter(visible), by);
const stepFinding = (by) =>
  step([...document.querySelectorAll("#row-list .findings .ref")].filter(visible), by);

const help = document.getElementById("help");
const actions = {
  help: () => help.showModal(),
  "close-help": () => help.close(),
  reset: () => resetFilter(),
};
const keys = {
  j: () => stepRow(1),
  k: () => stepRow(-1),
  n: () => stepFinding(1),
  p: () => stepFinding(-1),
  o: () => otherOrder(),
  "/": () => control("query").focus(),
  "?": actions.help,
};

const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (event.target.matches("input[type=search], select")) {
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
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) actions[act]();
  });
};
