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
      let text = entry.textContent;
      for (let group = entry.closest('details'); group; group = group.parentElement.closest('details'))
        text += ' ' + group.querySelector('summary').textContent;
      words.set(entry, text.toLowerCase());
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

  const choice = (name) => form.elements[name]?.value ?? '';

  const apply = () => {
    const text = form.elements.text.value.trim().toLowerCase();
    const parts = text ? text.split(/\s+/) : [];
    const boxes = Array.from(form.querySelectorAll('[name=state]'));
    const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const [host, change] = [choice('host'), choice('change')];
    const issue = choice('issue') && document.getElementById(choice('issue'));
    let count = 0;
    for (const entry of entries) {
      const keep = states.has(entry.dataset.state) && (!host || entry.dataset.host === host) &&
        (!change || entry.dataset.change === change) && (!issue || issue.contains(entry)) &&
        parts.every((part) => wordsOf(entry).includes(part));
      entry.hidden = !keep;
      if (keep) count += 1;
    }
    const searching = parts.length > 0 || Boolean(host || change || issue);
    for (const group of groups) {
      group.hidden = !group.querySelector('[data-state]:not([hidden])');
      if (group.tagName === 'DETAILS') openFor(group, searching);
    }
    const all = !searching && states.size === boxes.length;
    shown.value = all ? '' : count === 0 ? shown.dataset.none : `${count} / ${entries.length} ${shown.dataset.shown}`;
  };

  // The page comes with the newest issue first; undated ones stay last in either order.
  const issues = Array.from(document.querySelectorAll('details.issue'));
  const dated = issues.filter((issue) => issue.querySelector('time'));
  const undated = issues.filter((issue) => !issue.querySelector('time'));
  const orders = {
    newest: () => issues,
    oldest: () => [...dated].reverse().concat(undated),
    broken: () => [...issues].sort((a, b) => b.dataset.broken - a.dataset.broken),
    since: () => [...issues].sort((a, b) => (a.dataset.since || '~').localeCompare(b.dataset.since || '~')),
  };
  let order = 'newest';
  const sort = () => {
    if (choice('sort') === order) return;
    order = choice('sort');
    document.getElementById('issues').append(...orders[order]());
  };

  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { sort(); apply(); }, 120);
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

  // Storage is refused in some private windows; the choice then lasts as long as the page.
  const theme = document.getElementById('theme');
  const show = (name) => {
    if (name === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    theme.textContent = theme.dataset[name];
  };
  const stored = () => {
    try { return localStorage.getItem('linktender-theme'); } catch { return null; }
  };
  let current = ['light', 'dark'].includes(stored()) ? stored() : 'auto';
  show(current);
  theme.hidden = false;
  theme.addEventListener('click', () => {
    current = { auto: 'light', light: 'dark', dark: 'auto' }[current];
    show(current);
    try { localStorage.setItem('linktender-theme', current); } catch { /* see above */ }
  });

  // A link into a closed group, and paper, want it open.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    let opened = false;
    for (let group = target && target.closest('details'); group; group = group.parentElement.closest('details')) {
      opened = opened || !group.open;
      group.open = true;
    }
    if (opened) target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  reveal();
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
})();
