(() => {
  const cells = document.querySelectorAll("td.free");
  for (const cell of cells) cell.contentEditable = "plaintext-only";
  const save = document.getElementById("save");
  save.hidden = false;
  // On paper nothing can be unfolded.
  const folded = document.querySelector("details");
  let open = folded.open;
  addEventListener("beforeprint", () => ([open, folded.open] = [folded.open, true]));
  addEventListener("afterprint", () => (folded.open = open));
  save.addEventListener("click", () => {
    for (const cell of cells) cell.removeAttribute("contenteditable");
    save.hidden = true;
    const page = "<!doctype html>\n" + document.documentElement.outerHTML;
    for (const cell of cells) cell.contentEditable = "plaintext-only";
    save.hidden = false;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    link.download = document.title.replace(/[^\w.-]+/g, "-") + ".html";
    link.click();
  });
})();
