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
  const numbers = [...named(element, "f"), ...named(element, "l")];
  const shared = (other, name) => named(other, name).some((number) => numbers.includes(number));
  for (const other of element.closest(".row").querySelectorAll("[data-f], [data-l]")) {
    const own = shared(other, "f");
    const linked = shared(other, "l");
    const bare = !other.dataset.f;
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
      const words = event.target.closest("[data-f], [data-l]");
      const moved = event.target.closest("[data-move]");
      putOut();
      if (words) lightUp(words, start === "focusin");
      if (moved) lightMove(moved);
    });
    list.addEventListener(end, putOut);
  }
};
