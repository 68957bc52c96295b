// Rows in order of the text, or the worst first.

let orderShown = "place";
const applyOrder = () => {
  if (chosen("order") === orderShown) return;
  orderShown = chosen("order");
  const byRank = (a, b) => index.ranks[a] - index.ranks[b];
  order = rows.map((_, number) => number);
  if (orderShown === "rank") order.sort(byRank);
  chunks.forEach((chunk, place) => {
    const members = order.slice(place * CHUNK, (place + 1) * CHUNK);
    chunk.append(...members.map((number) => rows[number]));
  });
  sizeChunks();
  // Rows may have come into sight without their chunk having moved.
  for (const chunk of chunks) if (chunk.getBoundingClientRect().top < innerHeight) completeChunk(chunk);
};

const otherOrder = () => {
  control("order").value = chosen("order") === "place" ? "rank" : "place";
  applyOrder();
  writeAddress();
};

const listenForOrder = () => control("order").addEventListener("change", applyOrder);
