document.addEventListener("DOMContentLoaded", () => {
  for (const area of document.querySelectorAll("textarea")) {
    const out = document.getElementById("n-" + area.name), words = out.dataset.n;
    const count = () => { out.textContent = words.replace("{n}", area.value.replace(/\r?\n/g, "\n").length.toLocaleString(document.documentElement.lang)); };
    area.addEventListener("input", count);
    count();
  }
  const form = document.forms[0];
  if (!form || form.method !== "post") return;
  let timer, busy, dirty, sent;
  const save = () => {
    clearTimeout(timer);
    if (!dirty || sent || busy) return;
    dirty = false;
    busy = true;
    const body = new URLSearchParams(new FormData(form));
    body.set("partial", "1");
    fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => { dirty = true; }).finally(() => { busy = false; });
  };
  const later = (ms) => () => { dirty = true; clearTimeout(timer); timer = setTimeout(function again() { if (busy) timer = setTimeout(again, 300); else save(); }, ms); };
  form.addEventListener("change", later(300));
  form.addEventListener("input", later(1500));
  form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
  addEventListener("pagehide", () => { busy = false; save(); });
  addEventListener("pageshow", () => { sent = false; });
});
