// Answers on their way to the server, from whatever page their author is on.
//
// An answer lies in localStorage, one entry a question (`answer/ATTEMPT/SLOT`), from the moment it is chosen until the
// server has said what became of it. It goes out from pages of its author only: whoever signs in next on the same
// telephone neither sees it nor sends it. Nothing here ever hands a try in.
(function () {
  "use strict";

  const reader = document.body.dataset.reader;
  const banner = document.getElementById("connection");
  if (!reader || !banner || !window.fetch) return;

  const shelf = storage();
  const boxes = new Map();

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

  function entry(key) {
    try { return JSON.parse(shelf.getItem(key)); } catch (error) { return null; }
  }

  function keys(start) {
    return Array.from({ length: shelf.length }, (_, index) => shelf.key(index)).filter((key) => key.startsWith(start));
  }

  /** Answers whose author did not come back within sixty days are thrown away. */
  function forgetOld() {
    for (const key of keys("answer/")) {
      const item = entry(key);
      if (!item || !(item.at > Date.now() - 60 * 86400 * 1000)) shelf.removeItem(key);
    }
  }

  // MARK: The line

  let patience = 0;
  let sentFromAfar = 0;

  /** A request went out: when no reply comes for five seconds, to it or to the next, the page says so. */
  function asked() {
    if (patience) return;
    patience = setTimeout(() => {
      say("offline");
      look();
    }, 5000);
  }

  /** While the page says so and nothing waits that asks by itself, this asks whether the server is back. */
  function look() {
    setTimeout(() => {
      if (banner.dataset.state !== "offline") return;
      if (waitingBoxes().length === 0) ask("GET", "/healthz").catch(() => {});
      look();
    }, 10000 * (1 + Math.random() / 3));
  }

  function replied() {
    clearTimeout(patience);
    patience = 0;
    if (banner.dataset.state === "offline") say("");
  }

  function say(state, address) {
    banner.dataset.state = state;
    banner.className = "strip strip-connection" + (state === "sent" ? " is-good" : "");
    banner.textContent = state ? banner.dataset[state].replace("{n}", sentFromAfar) : "";
    if (address) banner.appendChild(link(address, banner.dataset[state + "Link"]));
  }

  function link(address, text) {
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.textContent = text;
    return anchor;
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
      const enough = new AbortController();
      options.signal = enough.signal;
      setTimeout(() => enough.abort(), 12000);
    }
    return fetch(address, options);
  }

  /** What the server says, with `null` for a body that is not the server's own: a firewall's page decides nothing. */
  async function ask(method, address, body) {
    asked();
    const reply = await request(method, address, body);
    const ours = /json/.test(reply.headers.get("Content-Type") || "") ? await reply.json() : null;
    if (ours && reply.status < 500) replied();
    return { status: reply.status, body: ours, wait: reply.headers.get("Retry-After") };
  }

  // MARK: One try

  /** The box of a try. `page` is told what becomes of its answers: `show(state, address)`, `mark(slot, state)`,
      `took(answer)` and `give(slot, response)`, for an answer that was changed elsewhere. */
  function open(attempt, page) {
    const home = "/attempts/" + attempt;
    const prefix = "answer/" + attempt + "/";
    /** The last `seq` of each question that the server told. */
    const known = {};
    let running = null;
    let timer = 0;
    let failures = 0;
    let last = "saved";
    // Some firewalls let no PUT through; the address for several answers takes POST.
    let postOnly = false;
    let oneByOne = false;

    function read(slot) { return entry(prefix + slot); }

    function write(slot, item) { shelf.setItem(prefix + slot, JSON.stringify(item)); }

    function remove(slot) { shelf.removeItem(prefix + slot); }

    /** What waits to be sent. `recovered` says that sending it failed before. */
    function waiting() {
      return keys(prefix).map((key) => {
        const item = entry(key);
        if (!item || item.by !== reader) return null;
        const answer = { slot: Number(key.slice(prefix.length)), response: item.response, seq: item.seq };
        return item.tried ? Object.assign(answer, { recovered: true }) : answer;
      }).filter(Boolean);
    }

    /** Takes a choice in; it goes out with the next `flush`. */
    function put(slot, response) {
      const waits = read(slot);
      const seq = Math.max(known[slot] || 0, waits ? waits.seq : 0) + 1;
      write(slot, { response: response, seq: seq, at: Date.now(), by: reader, tried: Boolean(waits && waits.tried) });
      failures = 0;
    }

    /** Notes that answers chosen longer ago than `age` (ms) did not get through. */
    function tried(answers, age) {
      for (const answer of answers) {
        const item = read(answer.slot);
        if (item && item.at <= Date.now() - age) write(answer.slot, Object.assign(item, { tried: true }));
      }
    }

    /** Sends what waits; true when nothing waits any more. */
    function flush() {
      clearTimeout(timer);
      if (!running) running = work().then((done) => { running = null; return done; });
      return running;
    }

    async function work() {
      let sent = false;
      for (let stalled = 0; stalled < 20;) {
        const answers = waiting();
        if (answers.length === 0) {
          failures = 0;
          if (sent) page.show(last);
          last = "saved";
          return true;
        }
        sent = true;
        let outcome = "later";
        try { outcome = await send(answers); } catch (error) { /* no reply */ }
        if (outcome === "stop") return false;
        if (outcome !== "again") {
          tried(answers, 0);
          return later(Number(outcome) || 0);
        }
        stalled = waiting().length < answers.length ? 0 : stalled + 1;
      }
      return later(0);
    }

    /** Doubling waits from half a second to fifteen, and up to a third more so that not all come back at once. */
    function later(atLeast) {
      const seconds = Math.max(Math.min(15, Math.pow(2, failures) / 2), atLeast);
      failures += 1;
      clearTimeout(timer);
      timer = setTimeout(flush, seconds * 1000 * (1 + Math.random() / 3));
      page.show("pending");
      return false;
    }

    /** As many answers as one request has room for. */
    function load(answers) {
      let room = 60000;
      return answers.filter((answer, index) => {
        room -= 3 * JSON.stringify(answer).length;
        return index === 0 || room > 0;
      });
    }

    /** What comes next: `again`, `later`, `stop`, or the seconds that the server asks to wait. */
    async function send(answers) {
      const now = oneByOne ? answers.slice(0, 1) : load(answers);
      const several = postOnly || now.length > 1;
      const reply = several
        ? await ask("POST", home + "/answers", { answers: now })
        : await ask("PUT", home + "/answers/" + now[0].slot, now[0]);
      if ([403, 405, 501].includes(reply.status) && !several) {
        postOnly = true;
        return "again";
      }
      if (!reply.body) return reply.wait || "later";
      switch (reply.status) {
      case 200: case 201: case 202: {
        const results = several ? reply.body.answers : [Object.assign({ slot: now[0].slot }, reply.body)];
        results.forEach((result, index) => settle(result, now[index]));
        return "again";
      }
      case 401:
        tried(answers, 0);
        page.show("signIn", "/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
        return "stop";
      case 404:
        // Somebody else signed in meanwhile, in another window; their requests do not concern this try.
        tried(answers, 0);
        page.show("foreign");
        return "stop";
      case 409:
        if (reply.body.code !== "already_submitted") {
          now.forEach((answer) => refused(answer.slot));
          return "again";
        }
        answers.forEach((answer) => remove(answer.slot));
        page.show("submitted", home + "/review");
        return "stop";
      case 400: case 413: case 415: case 422:
        if (now.length > 1) oneByOne = true;
        else now.forEach((answer) => refused(answer.slot));
        return "again";
      default:
        return reply.wait || "later";
      }
    }

    /** What the server made of an answer that was sent. */
    function settle(result, sent) {
      const slot = sent.slot;
      if (result.code === "too_late") {
        remove(slot);
        page.mark(slot, "late");
        last = "late";
        return;
      }
      if (result.detail !== undefined) {
        refused(slot);
        return;
      }
      known[slot] = result.seq;
      page.took(result);
      const item = read(slot);
      if (!item) return;
      if (result.code === "locked") {
        // Its key was shown, here or on another device: what the server holds stays.
        remove(slot);
        page.mark(slot, "answered");
        page.give(slot, result.response);
        return;
      }
      if (item.seq === sent.seq && result.saved) {
        remove(slot);
        page.mark(slot, says(item.response) ? "answered" : "unanswered", item.tried);
      } else if (item.tried && !result.saved && isYounger(result, item)) {
        // Another device answered while this one waited for its line.
        remove(slot);
        page.mark(slot, says(result.response) ? "answered" : "unanswered");
        page.give(slot, result.response);
        last = "elsewhere";
      } else if (item.seq <= result.seq) {
        write(slot, Object.assign(item, { seq: result.seq + 1 }));
      }
    }

    /** Whether what the server holds was saved after `item` was chosen. Ages are compared, since clocks differ. */
    function isYounger(result, item) {
      return Date.parse(result.now) - Date.parse(result.saved_at) < Date.now() - item.at;
    }

    function refused(slot) {
      remove(slot);
      page.mark(slot, "unanswered");
      last = "failed";
    }

    /** The last means when the page goes away; it stays in the box, and a second arrival changes nothing. */
    let left = "";
    function sendOnLeaving() {
      const answers = load(waiting());
      const text = JSON.stringify({ answers: answers });
      if (answers.length === 0 || text === left) return;
      left = text;
      try {
        if (navigator.sendBeacon(home + "/answers", new Blob([text], { type: "application/json" }))) return;
      } catch (error) { /* Chrome before 81 refuses JSON */ }
      fetch(home + "/answers", {
        method: "POST", credentials: "same-origin", keepalive: true, body: text,
        headers: { "Content-Type": "application/json", "Accept": "application/json" }
      }).catch(() => {});
    }

    /** Sends what an earlier page left here. What was chosen a moment ago may only have been on its way. */
    function takeUp() {
      tried(waiting(), 5000);
      return flush();
    }

    const box = {
      known: known, read: read, remove: remove, waiting: waiting, put: put, flush: flush, takeUp: takeUp,
      sendOnLeaving: sendOnLeaving, retry: () => { failures = 0; flush(); }
    };
    boxes.set(attempt, box);
    return box;
  }

  /** Whether a response says anything. */
  function says(response) {
    if (response === null || response === undefined) return false;
    if (Array.isArray(response)) return response.some((text) => text.trim() !== "");
    return typeof response === "string" ? response.trim() !== "" : Object.keys(response).length > 0;
  }

  // MARK: From any page

  /** Sends the reader's answers to tries that are not on this page: after signing in again one may land anywhere. */
  function sendOthers() {
    const attempts = new Set(keys("answer/").map((key) => key.split("/")[1]));
    for (const attempt of attempts) {
      if (boxes.has(attempt)) continue;
      const box = open(attempt, {
        show: (state, address) => {
          if (state === "saved" && sentFromAfar > 0) say("sent");
          else if (["late", "elsewhere", "failed", "submitted"].includes(state)) say(state, address);
        },
        mark: (slot, state, late) => { if (state === "answered" && late) sentFromAfar += 1; },
        took: () => {},
        give: () => {}
      });
      if (box.waiting().length > 0) box.takeUp();
      else boxes.delete(attempt);
    }
  }

  function waitingBoxes() { return Array.from(boxes.values()).filter((box) => box.waiting().length > 0); }

  window.outbox = { open: open, says: says, ask: ask };
  forgetOld();
  document.addEventListener("DOMContentLoaded", sendOthers);
  window.addEventListener("offline", () => { if (boxes.size > 0) asked(); });
  window.addEventListener("online", () => {
    if (waitingBoxes().length === 0) replied();
    waitingBoxes().forEach((box) => box.retry());
  });
  window.addEventListener("pagehide", () => waitingBoxes().forEach((box) => box.sendOnLeaving()));
  document.addEventListener("visibilitychange", () => {
    waitingBoxes().forEach((box) => document.visibilityState === "hidden" ? box.sendOnLeaving() : box.flush());
  });
}());
