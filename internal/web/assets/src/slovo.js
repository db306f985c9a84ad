// slovo.js: what a page cannot do without a script. Every form works
// without it; it lets values run out on time and keeps hands on the keys.
(function () {
  "use strict";

  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const deadlines = new WeakMap();

  // An opened value carries the seconds it has left and, in a template,
  // the sealed row that the server drew for afterwards.
  function seal(row) {
    const template = row.querySelector("template[data-sealed]");
    const sealed = template && template.content.firstElementChild;
    if (!sealed) { row.remove(); return; }
    const again = sealed.cloneNode(true);
    const focused = row.contains(document.activeElement);
    row.replaceWith(again);
    if (window.htmx) window.htmx.process(again);
    if (focused) (again.querySelector("button") || document.getElementById("main")).focus();
  }

  function sealAll(aloud) {
    const rows = all("[data-opened]");
    rows.forEach(seal);
    all("input[data-secret]").forEach((input) => { input.value = ""; });
    count();
    offerSeal();
    if (aloud && rows.length) say("sealed");
    return rows.length;
  }

  function say(name) {
    const box = document.getElementById("say");
    if (box) box.textContent = box.dataset[name] || "";
  }

  function words(seconds) {
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }

  // The clock on the wall, not the timer, says when a value's time is
  // over: a laptop that slept must not wake with open values.
  function tick() {
    const now = Date.now();
    all("[data-left]").forEach((row) => {
      if (!deadlines.has(row)) deadlines.set(row, now + Number(row.dataset.left) * 1000);
      const left = Math.max(0, Math.round((deadlines.get(row) - now) / 1000));
      const bar = row.querySelector("progress");
      if (bar) bar.value = left;
      all("[data-clock]", row).forEach((clock) => { clock.textContent = words(left); });
      if (left <= 60 && !row.classList.contains("ending")) {
        row.classList.add("ending");
        if (row.hasAttribute("data-opened")) say("ending");
      }
      if (left === 0 && row.hasAttribute("data-opened")) { seal(row); say("sealed"); }
    });
    offerSeal();
  }

  // "Seal all fields" is there while there is something to seal.
  function offerSeal() {
    const open = document.querySelector("[data-opened]") !== null;
    all("[data-seal]").forEach((button) => { button.hidden = !open; });
  }

  // Points typed and not yet checked are hatched; nothing is marked right.
  function count() {
    const typed = all("[data-points]").reduce((sum, input) => {
      const filled = input.type === "checkbox" ? input.checked : input.value.trim() !== "";
      return sum + (filled ? Number(input.dataset.points) : 0);
    }, 0);
    all("[data-would]").forEach((would) => {
      would.hidden = typed === 0;
      would.querySelector("[data-sum]").textContent = String(Number(would.dataset.would) + typed);
    });
    all("[data-goal]").forEach((goal) => {
      const sure = Number(goal.dataset.sure);
      all(".cell", goal).forEach((cell, i) => {
        cell.classList.toggle("typed", i >= sure && i < sure + typed);
      });
    });
  }

  function keysOn() {
    try { return localStorage.getItem("keys") !== "off"; } catch { return true; }
  }

  function inField(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  function focusFirst(selector) {
    const found = all(selector).find((el) => !el.disabled && el.offsetParent !== null);
    if (found) found.focus();
    return Boolean(found);
  }

  // A page without the place a key leads to goes to the page that has it.
  function goTo(name) {
    const link = document.querySelector("a[data-go='" + name + "']");
    if (link) link.click();
    return Boolean(link);
  }

  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (dialog && dialog.showModal && !dialog.open) dialog.showModal();
    return Boolean(dialog);
  }

  // Keys go by their place as well as their letter, so that they work in
  // both keyboard layouts.
  function pressed(event) {
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return openDialog("help");
    if (event.shiftKey) return false;
    if (event.key === "/" || event.code === "Slash") return focusFirst("[data-key='find']") || goTo("find");
    if (event.code === "KeyV") return focusFirst("[data-key='verify']");
    if (event.code === "KeyR") return focusFirst("[data-key='reveal']");
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && !document.querySelector("dialog:modal")) { sealAll(true); return; }
    if (!keysOn() || inField(event.target) || document.querySelector("dialog:modal")) return;
    if (pressed(event)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dialog], [data-close], [data-seal], [data-digit]");
    if (!button) return;
    if (button.dataset.dialog) openDialog(button.dataset.dialog);
    if (button.hasAttribute("data-close")) button.closest("dialog").close();
    if (button.hasAttribute("data-seal")) sealAll(true);
    if (button.dataset.digit) typeDigit(button.dataset.digit);
  });

  // The keypad types into the field that was last in focus.
  let aimed = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-keypad]")) aimed = event.target;
  });

  function typeDigit(digit) {
    const inputs = all("[data-keypad]");
    if (!aimed || !aimed.isConnected) aimed = inputs[0];
    if (!aimed) return;
    if (digit === "back") { aimed.value = aimed.value.slice(0, -1); return; }
    if (aimed.value.length < aimed.maxLength) aimed.value += digit;
    if (aimed.value.length === aimed.maxLength) aimed = inputs[inputs.indexOf(aimed) + 1] || aimed;
  }

  document.addEventListener("input", count);
  document.addEventListener("change", (event) => {
    if (event.target.id !== "keys-on") return;
    try { localStorage.setItem("keys", event.target.checked ? "on" : "off"); } catch { /* stays on */ }
  });

  // What the server answers is the truth. A page of another kind (signed
  // out, an error) takes the whole page's place.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const detail = event.detail;
    detail.shouldSwap = detail.xhr.status !== 204;
    detail.isError = false;
    const wanted = 'id="' + detail.target.id + '"';
    if (detail.serverResponse.includes(wanted)) return;
    detail.target = document.getElementById("page");
    detail.selectOverride = "#page";
    detail.swapOverride = "outerHTML";
  });
  document.addEventListener("htmx:sendError", () => say("offline"));
  document.addEventListener("htmx:afterSettle", (event) => {
    tick();
    count();
    goOn(event.detail.elt);
  });

  // After an action the focus is where work goes on: what just opened,
  // else the next thing to do in what was drawn anew.
  function goOn(drawn) {
    if (document.activeElement !== document.body || !drawn.matches(".item, #record, #main, #page")) return;
    const next = drawn.querySelector("[autofocus], .openvalue, [data-key], a, button");
    if (next) next.focus();
  }

  // Nothing that was opened stays in the history or a frozen page.
  window.addEventListener("pagehide", () => { sealAll(false); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", tick);

  function start() {
    const box = document.getElementById("keys-on");
    if (box) box.checked = keysOn();
    all("[data-script]").forEach((el) => { el.hidden = false; });
    tick();
    count();
    setInterval(tick, 1000);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
