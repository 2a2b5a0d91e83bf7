// Saves each answer as soon as it is chosen. Without this script the forms of the pages do the same, page by page.
//
// An answer lies in the outbox (localStorage, one entry a question) from the moment it is chosen until the server has
// said that it holds that answer. Nothing here ever hands a try in.
(function () {
  "use strict";

  const place = /^\/attempts\/([A-Za-z0-9_-]+)(?:\/(submission|review))?$/.exec(location.pathname);
  if (!place || !window.fetch) return;
  const home = "/attempts/" + place[1];
  const question = document.getElementById("question");
  const handIn = document.getElementById("hand-in");
  const status = document.getElementById("save-status");
  const shown = question ? Number(question.dataset.slot) : 0;

  // MARK: The outbox

  const prefix = "answer/" + place[1] + "/";
  const shelf = storage();

  function storage() {
    try {
      localStorage.setItem("answer/", "x".repeat(400));
      localStorage.removeItem("answer/");
      return localStorage;
    } catch (error) {
      const texts = new Map();
      return {
        get length() { return texts.size; },
        key: (index) => Array.from(texts.keys())[index],
        getItem: (key) => texts.get(key) || null,
        setItem: (key, text) => { texts.set(key, text); },
        removeItem: (key) => { texts.delete(key); }
      };
    }
  }

  function read(slot) {
    try { return JSON.parse(shelf.getItem(prefix + slot)); } catch (error) { return null; }
  }

  function write(slot, item) { shelf.setItem(prefix + slot, JSON.stringify(item)); }

  function remove(slot) { shelf.removeItem(prefix + slot); }

  function keys(start) {
    return Array.from({ length: shelf.length }, (_, index) => shelf.key(index)).filter((key) => key.startsWith(start));
  }

  /** What waits to be sent: `{slot, response, seq}`. */
  function waiting() {
    return keys(prefix).map((key) => Number(key.slice(prefix.length))).map((slot) => {
      const item = read(slot);
      return item && { slot: slot, response: item.response, seq: item.seq };
    }).filter(Boolean);
  }

  /** Answers that nobody came back for within sixty days are thrown away, of whatever try they are. */
  function forgetOld() {
    for (const key of keys("answer/")) {
      let at = 0;
      try { at = JSON.parse(shelf.getItem(key)).at; } catch (error) { /* not ours any more */ }
      if (!(at > Date.now() - 60 * 86400 * 1000)) shelf.removeItem(key);
    }
  }

  // MARK: Sending

  /** The last `seq` of each question that the server told. */
  const known = {};
  let running = null;
  let timer = 0;
  let failures = 0;
  let rounds = 0;
  // Some firewalls let no PUT through; the address for several answers takes POST.
  let postOnly = false;
  let oneByOne = false;

  /** Sends what waits; true when nothing waits any more. */
  function flush() {
    clearTimeout(timer);
    if (!running) {
      rounds = 0;
      running = work().then((done) => { running = null; return done; });
    }
    return running;
  }

  async function work() {
    let sent = false;
    for (;;) {
      const items = waiting();
      if (items.length === 0) {
        failures = 0;
        held = false;
        if (sent) show("saved");
        return true;
      }
      sent = true;
      let outcome = "later";
      rounds += 1;
      if (rounds <= 20) {
        try { outcome = await send(items); } catch (error) { /* no connection: later */ }
      }
      if (outcome === "stop") return false;
      if (outcome !== "again") {
        later(Number(outcome) || 0);
        return false;
      }
    }
  }

  /** Doubling waits from one second to thirty, and up to a third more so that not all come back at once. */
  function later(atLeast) {
    const seconds = Math.max(Math.min(30, Math.pow(2, failures)), atLeast);
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(flush, seconds * 1000 * (1 + Math.random() / 3));
    show("pending");
  }

  /** What comes next: `again`, `later`, `stop`, or the seconds that the server asks to wait. */
  async function send(items) {
    const several = postOnly || (items.length > 1 && !oneByOne);
    const now = several ? items : items.slice(0, 1);
    const reply = several
      ? await request("POST", home + "/answers", { answers: now })
      : await request("PUT", home + "/answers/" + now[0].slot, { response: now[0].response, seq: now[0].seq });
    switch (reply.status) {
    case 200: case 201: {
      const body = await reply.json();
      for (const answer of several ? body.answers : [Object.assign({ slot: now[0].slot }, body)]) settle(answer);
      return "again";
    }
    case 202:
      now.forEach((item) => remove(item.slot));
      return "again";
    case 401:
      show("signIn", "/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
      return "stop";
    case 409:
      items.forEach((item) => remove(item.slot));
      show("submitted", home + "/review");
      return "stop";
    case 400: case 404: case 413: case 415: case 422:
      if (several && !postOnly) {
        oneByOne = true;
        return "again";
      }
      now.forEach(refused);
      return waiting().length > 0 ? "again" : "stop";
    case 403: case 405: case 501:
      if (several) return "later";
      postOnly = true;
      return "again";
    default:
      return reply.headers.get("Retry-After") || "later";
    }
  }

  function request(method, address, body) {
    const options = {
      method: method, credentials: "same-origin", cache: "no-store", headers: { "Accept": "application/json" }
    };
    if (body) {
      options.headers["Content-Type"] = "application/json";
      options.body = JSON.stringify(body);
    }
    if (window.AbortController) {
      const patience = new AbortController();
      options.signal = patience.signal;
      setTimeout(() => patience.abort(), 12000);
    }
    return fetch(address, options);
  }

  /** What the server holds for a question. When that is not what was chosen here last, the choice goes out again. */
  function settle(answer) {
    const slot = answer.slot;
    if (answer.detail !== undefined) {
      refused(answer);
      return;
    }
    known[slot] = answer.seq;
    if (slot === shown) question.dataset.seq = answer.seq;
    count(answer.answered, answer.of);
    const item = read(slot);
    if (!item) return;
    if (same(item.response, answer.response)) {
      remove(slot);
      mark(slot, says(answer.response) ? "answered" : "unanswered");
    } else if (item.seq <= answer.seq) {
      item.seq = answer.seq + 1;
      write(slot, item);
    }
  }

  function refused(item) {
    remove(item.slot);
    mark(item.slot, "unanswered");
    show("failed");
  }

  function same(one, other) {
    return canonical(one) === canonical(other);
  }

  /** A response as text, so that equal ones are equal: letters of a set and names of a map in order. */
  function canonical(response) {
    if (Array.isArray(response)) return JSON.stringify(kind === "multiple" ? response.slice().sort() : response);
    if (response === null || typeof response !== "object") return JSON.stringify(response);
    return JSON.stringify(Object.keys(response).sort().map((name) => [name, response[name]]));
  }

  /** The last means when the page goes away; it stays in the outbox, and a second arrival changes nothing. */
  let left = "";
  function sendOnLeaving() {
    const items = waiting();
    const text = JSON.stringify({ answers: items });
    if (items.length === 0 || text === left) return;
    left = text;
    try {
      if (navigator.sendBeacon(home + "/answers", new Blob([text], { type: "application/json" }))) return;
    } catch (error) { /* Chrome before 81 refuses JSON */ }
    fetch(home + "/answers", {
      method: "POST", credentials: "same-origin", keepalive: true, body: text,
      headers: { "Content-Type": "application/json", "Accept": "application/json" }
    }).catch(() => {});
  }

  // MARK: What the page says

  function show(state, address) {
    if (!status) return;
    const looks = { saved: "is-saved", pending: "is-waiting", waiting: "is-waiting", saving: "is-saving" };
    status.className = "save-status " + (looks[state] || "is-stopped");
    status.dataset.state = state;
    status.textContent = status.dataset[state];
    if (!address) return;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = status.dataset[state + "Link"];
    status.appendChild(link);
  }

  function count(answered, all) {
    const place = document.getElementById("answered");
    if (!place || !status || answered === undefined) return;
    place.textContent = status.dataset.answered.replace("{n}", answered).replace("{all}", all);
  }

  function mark(slot, state) {
    const entry = document.querySelector('.map-entry[data-slot="' + slot + '"]');
    if (!entry || !status) return;
    entry.classList.toggle("is-answered", state === "answered");
    entry.classList.toggle("is-pending", state === "pending");
    entry.querySelector(".unseen").textContent =
      status.dataset["mark" + state.charAt(0).toUpperCase() + state.slice(1)];
  }

  // MARK: The question

  // In a scenario nothing is saved before the button says so: the page works without this script.
  const decides = question !== null && question.dataset.kind === "scenario";
  const inputs = question && !decides ? Array.from(question.querySelectorAll(".options input, .parts input, .parts select, .parts textarea")) : [];
  const kind = question ? question.dataset.kind : "";

  /** What the page says now, in the form the server takes; undefined while an order is not complete. */
  function chosen() {
    const values = inputs.filter((input) => input.type !== "radio" && input.type !== "checkbox" || input.checked);
    const texts = values.map((input) => input.value);
    if (kind === "multiple") return texts.sort();
    if (kind === "fill_in") return texts.length === 1 ? texts[0] : texts;
    if (kind === "matching" || kind === "publication_check") {
      const pairs = {};
      for (const input of values) if (input.value !== "") pairs[input.name.replace(/^(match|field)-/, "")] = input.value;
      return pairs;
    }
    if (kind === "ordering") {
      const places = values.filter((input) => input.value !== "");
      if (places.length < inputs.length || new Set(texts).size < texts.length) return undefined;
      return places.sort((one, other) => one.value - other.value).map((input) => input.name.replace("place-", ""));
    }
    return texts[0];
  }

  function choose(response) {
    const letters = [].concat(response === null ? [] : response);
    inputs.forEach((input, index) => {
      if (kind === "fill_in") input.value = letters[index] || "";
      else if (kind === "short_text") input.value = letters[0] || "";
      else if (kind === "matching") input.value = (response || {})[input.name.replace("match-", "")] || "";
      else if (kind === "publication_check") input.checked = (response || {})[input.name.replace("field-", "")] === input.value;
      else if (kind === "ordering") input.value = letters.indexOf(input.name.replace("place-", "")) + 1 || "";
      else input.checked = letters.includes(input.value);
    });
  }

  /** Whether a response says anything. */
  function says(response) {
    if (response === null || response === undefined) return false;
    if (Array.isArray(response)) return response.some((text) => text.trim() !== "");
    return typeof response === "string" ? response.trim() !== "" : Object.keys(response).length > 0;
  }

  /** Whether a question of the paper has its answer: a scenario has when it came to an ending. */
  function answered(entry) { return says(entry.response) && !(entry.node && !entry.node.ending); }

  function changed() {
    const response = chosen();
    if (response === undefined) {
      show("incomplete");
      return;
    }
    const waits = read(shown);
    const seq = Math.max(known[shown] || 0, waits ? waits.seq : 0) + 1;
    write(shown, { response: response, seq: seq, at: Date.now() });
    mark(shown, "pending");
    show("saving");
    failures = 0;
    flush();
  }

  /** What still waits from an earlier visit is what the person chose last: the page shows it and sends it. */
  function takeUp() {
    for (const item of waiting()) {
      mark(item.slot, "pending");
      if (item.slot !== shown) continue;
      choose(item.response);
      if (item.seq <= known[shown]) write(shown, Object.assign(read(shown), { seq: known[shown] + 1 }));
    }
    if (waiting().length === 0) return;
    show("saving");
    flush();
  }

  /** A page that the browser kept shows what was true when it was left; this asks what is true now. */
  async function refresh() {
    let paper;
    try {
      const reply = await request("GET", home + ".json");
      if (reply.status !== 200) return;
      paper = await reply.json();
    } catch (error) {
      return;
    }
    if (paper.state !== "in_progress") {
      show("submitted", home + "/review");
      return;
    }
    for (const entry of paper.questions) {
      if (read(entry.slot) || entry.seq < (known[entry.slot] || 0)) continue;
      known[entry.slot] = entry.seq;
      mark(entry.slot, answered(entry) ? "answered" : "unanswered");
      if (entry.slot !== shown) continue;
      if (decides && Number(question.dataset.seq) !== entry.seq) location.reload();
      question.dataset.seq = entry.seq;
      choose(entry.response);
      if (entry.seq > 0) show("saved");
    }
    count(paper.questions.filter(answered).length, paper.questions.length);
  }

  // MARK: Going on

  let pressed = null;
  let leaving = false;
  let held = false;

  /** To where a button leads, once everything is saved. When it cannot be, a first press says so and stays; a second
      one sends the form as it would go without the script. */
  async function leave() {
    if (leaving) return;
    leaving = true;
    const done = waiting().length === 0 || await flush();
    leaving = false;
    if (done) {
      location.assign(target());
    } else if (held) {
      const next = document.createElement("input");
      next.type = "hidden";
      next.name = "next";
      next.value = pressed ? pressed.value : "submission";
      question.appendChild(next);
      question.submit();
      next.remove();
    } else {
      held = true;
      if (status.dataset.state === "pending") show("waiting");
    }
  }

  function target() {
    const next = Number(pressed && pressed.value);
    return next > 0 ? home + "?question=" + next : question.dataset.submission;
  }

  async function leaveForGood() {
    if (leaving) return;
    leaving = true;
    show("saving");
    const done = await flush();
    leaving = false;
    if (done) handIn.submit();
    else if (status.dataset.state === "pending") show("waiting");
  }

  // MARK: Beginning

  forgetOld();
  if (place[2] === "review") {
    waiting().forEach((item) => remove(item.slot));
    return;
  }
  if (question) {
    known[shown] = Number(question.dataset.seq);
    if (status.textContent.trim()) show("saved");
    if (!decides) question.addEventListener("change", changed);
    question.addEventListener("click", (event) => { pressed = event.target.closest("button") || pressed; });
    if (!decides) question.addEventListener("submit", (event) => {
      event.preventDefault();
      leave();
    });
  }
  if (handIn) {
    handIn.addEventListener("submit", (event) => {
      if (waiting().length === 0) return;
      event.preventDefault();
      leaveForGood();
    });
  }
  takeUp();
  window.addEventListener("online", () => {
    failures = 0;
    flush();
  });
  window.addEventListener("pagehide", sendOnLeaving);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendOnLeaving();
    else if (waiting().length > 0) flush();
  });
  window.addEventListener("pageshow", (event) => {
    const visits = performance.getEntriesByType ? performance.getEntriesByType("navigation") : [];
    if (!event.persisted && !(visits[0] && visits[0].type === "back_forward")) return;
    if (event.persisted) takeUp();
    refresh();
  });
}());
