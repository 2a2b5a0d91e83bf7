// The pages of a try: each answer goes into the outbox as soon as it is chosen, and the page says how far it got.
// Without this script the forms of the pages do the same, page by page. Nothing here ever hands a try in by itself.
(function () {
  "use strict";

  const place = /^\/attempts\/([A-Za-z0-9_-]+)(?:\/(submission|review))?$/.exec(location.pathname);
  if (!place || !window.outbox) return;
  const home = "/attempts/" + place[1];
  const question = document.getElementById("question");
  const handIn = document.getElementById("hand-in");
  const status = document.getElementById("save-status");
  const shown = question ? Number(question.dataset.slot) : 0;
  const box = window.outbox.open(place[1], { show: show, mark: mark, took: took, give: give });

  // MARK: What the page says

  function show(state, address) {
    if (!status) return;
    const looks = {
      saved: "is-saved", saving: "is-saving", pending: "is-waiting", waiting: "is-waiting", late: "is-waiting",
      elsewhere: "is-waiting"
    };
    if (state === "saved") held = false;
    status.className = "save-status " + (looks[state] || "is-stopped");
    status.dataset.state = state;
    status.textContent = status.dataset[state];
    if (!address) return;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = status.dataset[state + "Link"];
    status.appendChild(link);
  }

  function mark(slot, state) {
    const entry = document.querySelector('.map-entry[data-slot="' + slot + '"]');
    if (slot === shown && state === "unanswered") latest = undefined;
    if (!entry || !status) return;
    entry.classList.toggle("is-answered", state === "answered");
    entry.classList.toggle("is-pending", state === "pending");
    entry.querySelector(".unseen").textContent =
      status.dataset["mark" + state.charAt(0).toUpperCase() + state.slice(1)];
  }

  function took(answer) {
    if (answer.slot === shown) question.dataset.seq = answer.seq;
    count(answer.answered, answer.of);
    if (answer.deadline) document.dispatchEvent(new CustomEvent("deadline", { detail: answer }));
  }

  function give(slot, response) {
    if (slot !== shown) return;
    choose(response);
    latest = chosen();
  }

  function count(answered, all) {
    const line = document.getElementById("answered");
    if (!line || !status || answered === undefined) return;
    line.textContent = status.dataset.answered.replace("{n}", answered).replace("{all}", all);
  }

  // MARK: The question

  // In a scenario nothing is saved before the button says so: the page works without this script.
  const decides = question !== null && question.dataset.kind === "scenario";
  const fields = ".options input, .parts input, .parts select, .parts textarea";
  const inputs = question && !decides ? Array.from(question.querySelectorAll(fields)) : [];
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

  function same(one, other) { return canonical(one) === canonical(other); }

  /** A response as text, so that equal ones are equal: names of a map in order. */
  function canonical(response) {
    if (response === null || typeof response !== "object" || Array.isArray(response)) return JSON.stringify(response);
    return JSON.stringify(Object.keys(response).sort().map((name) => [name, response[name]]));
  }

  /** Whether a question of the paper has its answer: a scenario has when it came to an ending. */
  function answered(entry) { return window.outbox.says(entry.response) && !(entry.node && !entry.node.ending); }

  let latest = chosen();
  let typing = 0;

  /** What is typed lies in the outbox with every key, and goes out at the first pause. */
  function changed(event) {
    const types = event.target.type === "text" || event.target.tagName === "TEXTAREA";
    if (event.type === "input" && !types) return;
    const response = chosen();
    if (response === undefined) {
      show("incomplete");
      return;
    }
    if (!same(response, latest)) {
      latest = response;
      box.put(shown, response);
      mark(shown, "pending");
      show("saving");
    }
    if (!box.read(shown)) return;
    clearTimeout(typing);
    if (event.type === "input") typing = setTimeout(box.flush, 800);
    else box.flush();
  }

  /** What still waits from an earlier page is what the person chose last here: the page shows it and sends it. */
  function takeUp() {
    for (const item of box.waiting()) {
      mark(item.slot, "pending");
      if (item.slot === shown) give(shown, item.response);
    }
    if (box.waiting().length === 0) return;
    show("saving");
    box.takeUp();
  }

  /** What is true now, while the page may show what was true when it was left. */
  async function refresh() {
    let reply;
    try { reply = await window.outbox.ask("GET", home + ".json"); } catch (error) { return; }
    const paper = reply.body;
    if (reply.status !== 200 || !paper) return;
    if (paper.state !== "in_progress") {
      show("submitted", home + "/review");
      return;
    }
    for (const entry of paper.questions) {
      const waits = box.read(entry.slot);
      if (waits && same(waits.response, entry.response)) box.remove(entry.slot);
      else if (waits || entry.seq < (box.known[entry.slot] || 0)) continue;
      box.known[entry.slot] = entry.seq;
      mark(entry.slot, answered(entry) ? "answered" : "unanswered");
      if (entry.slot !== shown) continue;
      if (decides && Number(question.dataset.seq) !== entry.seq) location.reload();
      question.dataset.seq = entry.seq;
      give(shown, entry.response);
      if (entry.seq > 0) show("saved");
    }
    count(paper.questions.filter(answered).length, paper.questions.length);
  }

  // MARK: Going on

  let pressed = null;
  let leaving = false;
  let held = false;

  /** Whether everything is saved; a line that fails now and then is given some seconds. */
  async function allSaved() {
    const until = Date.now() + 4000;
    while (box.waiting().length > 0 && !await box.flush()) {
      if (status.dataset.state !== "pending" || Date.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    return true;
  }

  /** To where a button leads, once everything is saved. When it cannot be, a first press says so and stays. A second one
      goes where the page says, or sends the form as it would go without the script, if there is a server to take it. */
  async function leave() {
    if (leaving) return;
    leaving = true;
    const done = await allSaved();
    const link = status.querySelector("a");
    const reachable = !done && held && !link && await isReachable();
    leaving = false;
    if (done) {
      location.assign(target());
    } else if (held && link) {
      location.assign(link.href);
    } else if (reachable) {
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

  async function isReachable() {
    try { return (await window.outbox.ask("GET", "/healthz")).status === 200; } catch (error) { return false; }
  }

  function target() {
    const next = Number(pressed && pressed.value);
    return next > 0 ? home + "?question=" + next : question.dataset.submission;
  }

  async function leaveForGood() {
    if (leaving) return;
    leaving = true;
    show("saving");
    let done = await allSaved();
    if (!done && status.dataset.state === "pending") {
      // A form may have taken across what the script could not.
      await refresh();
      done = box.waiting().length === 0;
    }
    leaving = false;
    if (done) handIn.submit();
    else if (status.dataset.state === "pending") show("waiting");
  }

  // MARK: Beginning

  if (place[2] === "review") {
    box.waiting().forEach((item) => box.remove(item.slot));
    return;
  }
  if (question) {
    box.known[shown] = Number(question.dataset.seq);
    if (status.textContent.trim()) show("saved");
    question.addEventListener("click", (event) => { pressed = event.target.closest("button") || pressed; });
    if (!decides) {
      question.addEventListener("input", changed);
      question.addEventListener("change", changed);
      question.addEventListener("submit", (event) => {
        // The key is asked for with the form itself: it saves the answer and locks it in one.
        if (pressed && pressed.name === "feedback") return;
        event.preventDefault();
        leave();
      });
    }
  }
  if (handIn) {
    handIn.addEventListener("submit", (event) => {
      if (box.waiting().length === 0) return;
      event.preventDefault();
      leaveForGood();
    });
  }
  takeUp();
  document.addEventListener("visibilitychange", () => {
    // Somebody who looks up something on another device comes back to what was answered there.
    if (document.visibilityState === "visible" && box.waiting().length === 0) refresh();
  });
  window.addEventListener("pageshow", (event) => {
    const visits = performance.getEntriesByType ? performance.getEntriesByType("navigation") : [];
    if (!event.persisted && !(visits[0] && visits[0].type === "back_forward")) return;
    if (event.persisted) takeUp();
    refresh();
  });
}());
