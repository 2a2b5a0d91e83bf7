// Counts down to the deadline that the server set. It only tells the time: nothing is handed in by it.
(function () {
  "use strict";

  const line = document.getElementById("deadline");
  if (!line) return;
  const shown = document.getElementById("time-left");
  const told = document.getElementById("time-told");
  // The clock of the phone may be wrong; the time since this page came is not.
  let end = performance.now() + Number(line.dataset.seconds) * 1000;
  let last = "";
  let before = Infinity;
  /** Told to those who listen, at so many minutes left. */
  const tellings = [10, 5, 1];

  function left() { return Math.max(0, Math.round((end - performance.now()) / 1000)); }

  function say(seconds) {
    if (seconds === 0) return line.dataset.over;
    if (seconds > 60) return line.dataset.minutes.replace("{n}", Math.ceil(seconds / 60));
    return line.dataset.rest.replace("{n}", seconds);
  }

  function tick() {
    const seconds = left();
    const text = say(seconds);
    if (text !== last) shown.textContent = text;
    last = text;
    line.classList.toggle("is-short", seconds <= 300);
    const passed = tellings.find((minutes) => before > minutes * 60 && seconds <= minutes * 60);
    if (before !== Infinity && (passed || (seconds === 0 && before > 0))) told.textContent = text;
    before = seconds;
    if (seconds > 0) setTimeout(tick, 1000);
  }

  // An answer that was saved tells the deadline anew: the coordinator may have given more time meanwhile.
  document.addEventListener("deadline", (event) => {
    const seconds = (Date.parse(event.detail.deadline) - Date.parse(event.detail.now)) / 1000;
    const wasOver = left() === 0;
    if (!(seconds >= 0)) return;
    end = performance.now() + seconds * 1000;
    if (wasOver) tick();
  });
  tick();
}());
