// Escape puts away what stands beside a name while it is pointed at, until the name is left.
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const named of document.querySelectorAll(".named:is(:hover, :focus)")) {
    const back = () => named.classList.remove("put-away");
    named.classList.add("put-away");
    named.addEventListener("pointerleave", back, { once: true });
    named.addEventListener("blur", back, { once: true });
  }
});
