// Pointing at a finding, or at its words, lights both wherever they stand in the row.

const lightUp = (element) => {
  putOut();
  const anchors = element.dataset.findings.split(" ");
  for (const other of element.closest(".row").querySelectorAll("[data-findings]")) {
    const shared = other.dataset.findings.split(" ").some((anchor) => anchors.includes(anchor));
    other.classList.toggle("lit", shared);
  }
};

const putOut = () => {
  for (const element of document.querySelectorAll(".lit")) element.classList.remove("lit");
};

const listenForPointing = () => {
  const list = document.getElementById("row-list");
  for (const [start, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    list.addEventListener(start, (event) => {
      const element = event.target.closest("[data-findings]");
      if (element) lightUp(element);
    });
    list.addEventListener(end, putOut);
  }
};
