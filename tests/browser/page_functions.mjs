// Functions that run inside of the page: each is sent as text and sees nothing but its arguments.

export function headingsAndLandmarks() {
  const count = (selector) => document.querySelectorAll(selector).length;
  const sections = Array.from(document.querySelectorAll('section'));
  return {
    h1: count('h1'), header: count('body > header'), main: count('body > main'), footer: count('body > footer'),
    lang: document.documentElement.lang, title: document.title,
    sections: sections.map((section) => section.id),
    unnamed: sections.filter((section) => !document.getElementById(section.getAttribute('aria-labelledby'))?.textContent.trim())
      .map((section) => section.id),
  };
}

/** Links into the page whose target is missing or empty. */
export function brokenReferences() {
  return Array.from(document.querySelectorAll('a[href^="#"]'))
    .map((link) => link.getAttribute('href'))
    .filter((href) => !document.getElementById(href.slice(1))?.textContent.trim());
}

export function hrefs() {
  return Array.from(document.querySelectorAll('a[href], area[href]')).map((link) => link.getAttribute('href'));
}

/** What sticks out of the screen sideways, or null. */
export function widestOverflow() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const outside = Array.from(document.body.querySelectorAll('*')).find((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.right > width + 1;
  });
  return `${document.documentElement.scrollWidth} > ${width}: ${outside ? outside.outerHTML.slice(0, 200) : 'unknown'}`;
}

/** Texts below the contrast that WCAG 2.2 asks for at level AA (1.4.3), at most five. */
export function lowContrast() {
  const rgb = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const backgroundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let seen = 0; walker.nextNode() && seen < 3000 && found.length < 5;) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.getClientRects().length === 0) continue;
    if (['SCRIPT', 'STYLE', 'TITLE'].includes(element.tagName.toUpperCase())) continue;
    seen += 1;
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(rgb(style.color)), luminance(backgroundOf(element))].sort((a, b) => b - a);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 120)}`);
  }
  return found;
}

export function shownEntries() {
  const entries = Array.from(document.querySelectorAll('[data-state]'));
  const shown = entries.filter((entry) => !entry.hidden);
  const address = entries[Math.floor(entries.length / 2)]?.querySelector('.url, td')?.textContent.trim() ?? '';
  return {
    total: entries.length, shown: shown.length, sample: address.split(/\s+/)[0],
    texts: shown.map((entry) => (entry.textContent + (entry.closest('details')?.querySelector('summary').textContent ?? '')).toLowerCase()),
  };
}

export function entryCounts() {
  const counts = {};
  for (const entry of document.querySelectorAll('[data-state]')) counts[entry.dataset.state] = (counts[entry.dataset.state] ?? 0) + 1;
  return counts;
}

/** What one of the lists of choices offers, without the first, which chooses nothing. */
export function offered(name) {
  return Array.from(document.querySelector(`#filter [name=${name}]`)?.options ?? []).slice(1).map((option) => option.value);
}

/** Picks from a list of choices as a person would. */
export function choose(name, value) {
  const select = document.querySelector(`#filter [name=${name}]`);
  select.value = value;
  select.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The entries that are shown, by what a list of choices tells apart. */
export function shownBy(name) {
  const value = {
    host: (entry) => entry.dataset.host, change: (entry) => entry.dataset.change,
    issue: (entry) => entry.closest('details.issue')?.id,
  }[name];
  return Array.from(document.querySelectorAll('[data-state]:not([hidden])')).map(value);
}

export function issueOrder() {
  return Array.from(document.querySelectorAll('details.issue')).map((issue) => ({
    date: issue.querySelector('time')?.dateTime ?? '', broken: Number(issue.dataset.broken), since: issue.dataset.since || '~',
  }));
}

/** Pictures that say nothing to those who cannot see them. */
export function silentPictures() {
  return Array.from(document.querySelectorAll('svg:not([aria-hidden])')).filter((svg) => {
    const named = (svg.getAttribute('aria-labelledby') ?? '').split(' ').some((id) => document.getElementById(id)?.textContent.trim());
    return svg.getAttribute('role') !== 'img' || !(named || svg.getAttribute('aria-label'));
  }).map((svg) => svg.outerHTML.slice(0, 120));
}

/** Types into the filter as a person would; `without` is a state whose box is cleared. */
export function setFilter({ text, without }) {
  const form = document.getElementById('filter');
  if (form.hidden) throw new Error('the filter is hidden');
  if (text !== undefined) form.elements.text.value = text;
  for (const box of form.querySelectorAll('[name=state]')) box.checked = box.value !== without;
  form.elements.text.dispatchEvent(new Event('input', { bubbles: true }));
}
