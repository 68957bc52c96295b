// Rows in order of the text, or the worst first. Moving ten thousand rows takes a second: the first
// chunk and those in sight are filled at once, the others when they come near, or in idle time. Rows
// that wait for their chunk stand nowhere.

let orderShown = "place";
const unfilled = new Set();

const fillChunk = (place) => {
  if (!unfilled.delete(place)) return;
  const members = order.slice(place * CHUNK, (place + 1) * CHUNK);
  chunks[place].replaceChildren(...members.map((number) => rows[number]));
};

const fillAll = () => unfilled.forEach(fillChunk);

const fillAhead = () => {
  if (unfilled.size === 0) return;
  whenIdle(() => {
    const [next] = unfilled;
    fillChunk(next);
    fillAhead();
  });
};

const inSight = (chunk) => {
  const { top, bottom } = chunk.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
};

const applyOrder = () => {
  if (chosen("order") === orderShown) return;
  orderShown = chosen("order");
  const byRank = (a, b) => index.ranks[a] - index.ranks[b];
  order = rows.map((_, number) => number);
  if (orderShown === "rank") order.sort(byRank);
  const waiting = unfilled.size > 0;
  chunks.forEach((_, place) => unfilled.add(place));
  sizeChunks();
  chunks.forEach((chunk, place) => {
    if (place > 0 && !inSight(chunk)) return;
    fillChunk(place);
    completeChunk(chunk);
  });
  if (!waiting) fillAhead();
};

const otherOrder = () => {
  control("order").value = chosen("order") === "place" ? "rank" : "place";
  applyOrder();
  writeAddress();
};

const listenForOrder = () => {
  control("order").addEventListener("change", applyOrder);
  window.addEventListener("beforeprint", fillAll);
};
