// Copies the text that stands before a button. Without scripts there is no button, and the text can be selected.
(function () {
  "use strict";

  function text(source) { return source.tagName === "TEXTAREA" ? source.value : source.textContent.trim(); }

  /** Over plain HTTP, and in old browsers, a page may only copy what is selected. */
  function copySelected(source) {
    if (source.tagName === "TEXTAREA") source.select();
    else window.getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }

  async function copy(source) {
    try {
      await navigator.clipboard.writeText(text(source));
      return true;
    } catch (error) {
      return copySelected(source);
    }
  }

  for (const button of document.querySelectorAll("[data-copied]")) {
    const words = button.textContent;
    let back;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (!await copy(button.previousElementSibling)) return;
      button.textContent = button.dataset.copied;
      clearTimeout(back);
      back = setTimeout(() => { button.textContent = words; }, 3000);
    });
  }
})();
