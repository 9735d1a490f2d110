'use strict';
(() => {
  const form = document.getElementById('filter');
  const shown = document.getElementById('shown');
  const entries = Array.from(document.querySelectorAll('[data-state]'));
  // Inner groups come before the outer ones that hold them.
  const groups = Array.from(document.querySelectorAll('[data-group]')).reverse();
  const words = new Map();
  const openBefore = new Map();

  const wordsOf = (entry) => {
    if (!words.has(entry)) {
      const group = entry.closest('details');
      const summary = group ? group.querySelector('summary').textContent : '';
      words.set(entry, (entry.textContent + ' ' + summary).toLowerCase());
    }
    return words.get(entry);
  };

  const openFor = (details, searching) => {
    if (searching) {
      if (!openBefore.has(details)) openBefore.set(details, details.open);
      details.open = true;
    } else if (openBefore.has(details)) {
      details.open = openBefore.get(details);
      openBefore.delete(details);
    }
  };

  const apply = () => {
    const text = form.elements.text.value.trim().toLowerCase();
    const parts = text ? text.split(/\s+/) : [];
    const boxes = Array.from(form.querySelectorAll('[name=state]'));
    const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let count = 0;
    for (const entry of entries) {
      const keep = states.has(entry.dataset.state) && parts.every((part) => wordsOf(entry).includes(part));
      entry.hidden = !keep;
      if (keep) count += 1;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector('[data-state]:not([hidden])');
      if (group.tagName === 'DETAILS') openFor(group, parts.length > 0);
    }
    const all = parts.length === 0 && states.size === boxes.length;
    shown.value = all ? '' : count === 0 ? shown.dataset.none : `${count} / ${entries.length} ${shown.dataset.shown}`;
  };

  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  if (entries.length > 0) form.hidden = false;

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      document.execCommand('copy');
    }
  };
  for (const button of document.querySelectorAll('.source button')) button.hidden = false;
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('.source button');
    if (!button) return;
    const label = button.dataset.label || (button.dataset.label = button.textContent);
    await copy(button.previousElementSibling);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 1500);
  });

  // A link into a closed group, and paper, want it open.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest('details');
    if (details) details.open = true;
  };
  addEventListener('hashchange', reveal);
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
})();
