// The address holds what is chosen: `?category=…&severity=critical,major#finding-…`. A page opened
// by such an address shows the same rows. The anchor stays the browser's own business.

const settings = () => [...control("controls").querySelectorAll("input, select")];
const boxOf = (element) => element.type === "checkbox";
const isDefault = (element) => boxOf(element) ? element.checked === element.defaultChecked
  : element.value === (element.options?.[0].value ?? "");
const setTo = (element, value) => {
  if (boxOf(element)) element.checked = value === "" ? element.defaultChecked : value === "1";
  else element.value = value || (element.options?.[0].value ?? "");
};
const severityBoxes = () => settings().filter((element) => element.name === "severity");
const minorBox = () => severityBoxes().find((box) => box.value === "minor");

const readAddress = () => {
  const asked = new URLSearchParams(location.search);
  for (const element of settings()) {
    if (element.id && asked.has(element.id)) setTo(element, asked.get(element.id));
  }
  if (asked.has("severity")) {
    const wanted = asked.get("severity").split(",");
    for (const box of severityBoxes()) box.checked = wanted.includes(box.value);
  }
  const more = document.querySelector(".more");
  if ([...more.querySelectorAll("input, select")].some((each) => !isDefault(each))) more.open = true;
};

const addressed = (hash) => {
  const said = new URLSearchParams();
  const boxes = severityBoxes();
  if (!boxes.every(isDefault)) {
    said.set("severity", boxes.filter((box) => box.checked).map((box) => box.value).join(","));
  }
  for (const element of settings()) {
    // A metric is only said where its limit is.
    const idle = isDefault(element) || (element.id === "metric" && !chosen("score"));
    if (element.id && !idle) said.set(element.id, boxOf(element) ? "01"[+element.checked] : element.value);
  }
  const query = said.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  return `${location.pathname}${query && `?${query}`}${hash}`;
};

const writeAddress = (hash = location.hash) => {
  try {
    history.replaceState(null, "", addressed(hash));
  } catch { /* a frame without an address of its own: nothing to write it to */ }
};
