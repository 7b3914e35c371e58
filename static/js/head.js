// Where htmx puts another page in place of this one, the head of the page follows: its address, its feeds
// and what it tells other sites of itself.
const TOLD = "link[rel=canonical], link[rel=alternate], meta[property], meta[name=description], meta[name=robots]";
const heads = new Map();
let here = location.href;

function put(told) {
  heads.set(here, [...document.head.querySelectorAll(TOLD)]);
  for (const old of heads.get(here)) old.remove();
  document.head.append(...told);
  here = location.href;
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id !== "main" || location.href === here) return;
  const page = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  put(page.head.querySelectorAll(TOLD));
});
document.addEventListener("htmx:historyRestore", () => {
  if (heads.has(location.href)) put(heads.get(location.href));
});
// A control that is on the new page too keeps the focus, by its id; otherwise the page has it, not its beginning.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id === "main" && document.activeElement === document.body)
    document.getElementById("main").focus({ preventScroll: true });
});
