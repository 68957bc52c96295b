// Pointing at a finding, or at its words, lights both wherever they stand in the row, and, more
// faintly, the words that stand for them in other columns. Pointing at moved words lights the place
// that they left or came to.

const named = (element, name) => element.dataset[name]?.split(" ") ?? [];

// Words in a fold would be lit unseen.
const unfold = (element) => {
  const fold = element.closest("details.pivots");
  if (fold) fold.open = true;
};

const lightUp = (element, opening) => {
  const anchors = [...named(element, "findings"), ...named(element, "linked")];
  const shared = (other, name) => named(other, name).some((anchor) => anchors.includes(anchor));
  for (const other of element.closest(".row").querySelectorAll("[data-findings], [data-linked]")) {
    const own = shared(other, "findings");
    const linked = shared(other, "linked");
    const bare = !other.dataset.findings;
    if (own || (linked && bare)) other.classList.add("lit");
    else if (linked) other.classList.add("lit-faintly");
    if (opening && own) unfold(other);
  }
};

const lightMove = (element) => {
  const { move } = element.dataset;
  for (const other of element.closest(".row").querySelectorAll("[data-move]")) {
    if (other.dataset.move === move) other.classList.add("lit");
  }
};

const putOut = () => {
  for (const element of document.querySelectorAll(".lit, .lit-faintly")) {
    element.classList.remove("lit", "lit-faintly");
  }
};

const listenForPointing = () => {
  const list = document.getElementById("row-list");
  for (const [start, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    list.addEventListener(start, (event) => {
      const words = event.target.closest("[data-findings], [data-linked]");
      const moved = event.target.closest("[data-move]");
      putOut();
      if (words) lightUp(words, start === "focusin");
      if (moved) lightMove(moved);
    });
    list.addEventListener(end, putOut);
  }
};
