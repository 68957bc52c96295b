// What can be asked of the rows, in order of the text: read once, from JSON, so that choosing among
// ten thousand rows asks no element anything.

const control = (id) => document.getElementById(id);
const index = JSON.parse(control("index").textContent);
const rows = [...document.querySelectorAll(".row")];
const chunks = [...document.querySelectorAll(".chunk")];
const items = [...document.querySelectorAll("#row-list .findings > li")];

const folds = [...document.querySelectorAll("#row-list .minor-fold")];

// Which finding's item each complaint is in: that of the one before, where both speak of the same
// words. A row that was not measured has a complaint, and no item.
const unmeasured = index.severities.names.indexOf("unmeasured");
const also = new Set(index.also);
let itemsSeen = 0;
const itemOf = index.severities.column.map((severity, each) => {
  if (severity === unmeasured) return null;
  if (!also.has(each)) itemsSeen += 1;
  return items[itemsSeen - 1];
});

// For each name of a column, whether it is wanted.
const wanted = (column, test) => Uint8Array.from(column.names, (name) => Number(test(name)));

const linesOf = (run) => {
  const runs = wanted(index.runs, (name) => !run || name === run);
  return (line) => runs[index.runs.column[line]];
};

// Rows, by number, that have a complaint such as `filter` asks for.
const complaining = (filter) => {
  const severities = wanted(index.severities, (name) => filter.severities.has(name));
  const categories = wanted(index.categories, (name) => !filter.category || name === filter.category);
  const loci = wanted(index.loci, (name) => !filter.locus || (name || "unknown") === filter.locus);
  const ofRun = linesOf(filter.run);
  const found = new Uint8Array(rows.length);
  index.complaints.forEach((line, each) => {
    if (severities[index.severities.column[each]] && categories[index.categories.column[each]]
      && loci[index.loci.column[each]] && ofRun(line)
      && (!filter.reviewed || isReviewed(itemOf[each]) === (filter.reviewed === "yes"))) {
      found[index.lines[line]] = 1;
    }
  });
  return found;
};

// Rows, by number, with a score at the limit or beyond it.
const scoring = ({ metric, limit, atMost, run }) => {
  const ofRun = linesOf(run);
  const found = new Uint8Array(rows.length);
  (index.scores[metric] ?? []).forEach((score, line) => {
    if (score !== null && ofRun(line) && (atMost ? score <= limit : score >= limit)) {
      found[index.lines[line]] = 1;
    }
  });
  return found;
};
