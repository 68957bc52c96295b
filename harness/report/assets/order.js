// Rows in order of the text, or the worst first.

let orderShown = "place";
const applyOrder = () => {
  const key = chosen("order");
  if (key === orderShown) return;
  orderShown = key;
  rows.sort((a, b) => Number(a.dataset[key]) - Number(b.dataset[key]));
  control("row-list").append(...rows);
};

const otherOrder = () => {
  control("order").value = chosen("order") === "place" ? "rank" : "place";
  applyOrder();
  writeAddress();
};

const listenForOrder = () => control("order").addEventListener("change", applyOrder);
