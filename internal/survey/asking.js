document.addEventListener("DOMContentLoaded", () => {
  const form = document.forms[0];
  const parts = [...form.querySelectorAll("[data-q]")];
  const number = (s) => /^\d{4}-\d\d-\d\d$/.test(s) ? Date.parse(s) : parseFloat(s.replace(",", "."));
  const holds = ([key, op, values]) => {
    const part = parts.find((p) => p.dataset.q === key);
    const given = !part || part.hidden ? [] : new FormData(form).getAll("q-" + key).filter((v) => v.trim());
    if (!given.length) return op === "not_answered";
    const among = () => given.some((v) => values.includes(v));
    return op === "answered" || (op === "is" && among()) || (op === "is_not" && !among()) ||
      (op === "at_least" && number(given[0]) >= number(values[0])) || (op === "at_most" && number(given[0]) <= number(values[0]));
  };
  const ask = () => {
    for (const part of parts) if (part.dataset.if) {
      const [match, list] = JSON.parse(part.dataset.if);
      part.hidden = !(match === "any" ? list.some(holds) : list.every(holds));
    }
    form.elements.seen.value = parts.filter((p) => !p.hidden).map((p) => p.dataset.q).join(" ");
  };
  form.addEventListener("input", ask);
  ask();
  addEventListener("pageshow", ask);
  for (const a of document.querySelectorAll(".ln a")) a.addEventListener("click", (e) => {
    e.preventDefault();
    const tag = document.createElement("input");
    tag.type = "hidden"; tag.name = "switch"; tag.value = a.hreflang;
    form.append(tag);
    form.submit();
  });
});
