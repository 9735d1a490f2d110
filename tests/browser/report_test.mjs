// Opens HTML reports in a browser and checks what only a browser can tell.
// usage: node report_test.mjs CHROMIUM REPORT.html...
import { strict as assert } from 'node:assert';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Browser } from './devtools.mjs';
import {
  brokenReferences, choose, entryCounts, headingsAndLandmarks, hrefs, issueOrder, lowContrast, offered, setFilter, shownBy,
  shownEntries, silentPictures, widestOverflow,
} from './page_functions.mjs';

const WIDTHS = [390, 820, 1440];
// Hundreds of sheets take minutes on a busy machine, and say no more than these.
const PRINTED_SHEETS = '1-10';

const tests = {
  'loads without a complaint of the browser': async (page, url) => {
    await page.open(url);
    assert.deepEqual(page.complaints, []);
  },

  // How long it takes is for people to read: a busy machine is no fault of the page.
  'paints': async (page, url) => {
    await page.open(url);
    const paint = await page.until(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    const entries = (await page.call(shownEntries)).total;
    return `first paint after ${Math.round(paint)} ms, ${entries} entries`;
  },

  'asks for nothing but itself': async (page, url) => {
    await page.open(url);
    await page.call(() => { window.scrollTo(0, document.body.scrollHeight); });
    assert.deepEqual([...new Set(page.requests.filter((request) => !request.startsWith('data:')))], [url]);
  },

  'has its landmarks, one main heading and a name for each section': async (page, url) => {
    await page.open(url);
    const found = await page.call(headingsAndLandmarks);
    assert.equal(found.h1, 1);
    assert.deepEqual([found.header, found.main, found.footer], [1, 1, 1]);
    assert.ok(found.lang && found.title, 'language and title');
    assert.ok(found.sections.includes('summary') && found.sections.includes('issues'), `sections: ${found.sections}`);
    assert.deepEqual(found.unnamed, []);
  },

  'lists something for every count that leads to a list': async (page, url) => {
    await page.open(url);
    assert.deepEqual(await page.call(brokenReferences), []);
  },

  'links to web pages only': async (page, url) => {
    await page.open(url);
    const others = (await page.call(hrefs)).filter((href) => !/^(https?:\/\/|#)/.test(href));
    assert.deepEqual(others, []);
  },

  'is readable in both schemes and never wider than the screen': async (page, url) => {
    await page.open(url);
    for (const scheme of ['light', 'dark']) {
      await page.media({ scheme });
      assert.deepEqual(await page.call(lowContrast), [], `contrast, ${scheme}`);
      for (const width of WIDTHS) {
        await page.resize(width, 900);
        assert.equal(await page.call(widestOverflow), null, `${scheme}, ${width} px`);
      }
    }
  },

  'filters by text and by state, and comes back': async (page, url) => {
    await page.open(url);
    const all = await page.call(shownEntries);
    if (all.total === 0) return;
    const started = Date.now();
    await page.call(setFilter, { text: all.sample });
    await page.until((total) => document.querySelector('#shown').value.includes(`/ ${total}`), all.total);
    const some = await page.call(shownEntries);
    assert.ok(some.shown > 0 && some.shown <= all.total, `${some.shown} of ${all.total}`);
    assert.ok(some.texts.every((text) => text.includes(all.sample.toLowerCase())), 'only matches are shown');
    await page.call(setFilter, { text: 'nothing-has-this-in-it' });
    await page.until(() => !document.querySelector('[data-state]:not([hidden])'));
    assert.ok(await page.call(() => document.querySelector('#shown').value.length > 0), 'says that nothing matches');
    await page.call(setFilter, { text: '' });
    await page.until((total) => document.querySelectorAll('[data-state]:not([hidden])').length === total, all.total);
    for (const [state, count] of Object.entries(await page.call(entryCounts))) {
      await page.call(setFilter, { without: state });
      await page.until((left) => document.querySelectorAll('[data-state]:not([hidden])').length === left, all.total - count);
    }
    await page.call(setFilter, {});
    await page.until((total) => document.querySelectorAll('[data-state]:not([hidden])').length === total, all.total);
    return `${Date.now() - started} ms for ${all.total} entries`;
  },

  'filters by host, issue and change': async (page, url) => {
    await page.open(url);
    const notes = [];
    for (const name of ['host', 'issue', 'change']) {
      const values = await page.call(offered, name);
      for (const value of values.slice(0, 3)) {
        await page.call(choose, name, value);
        await page.until(() => document.querySelector('#shown').value.length > 0);
        await page.until((n, v) => document.querySelector(`#filter [name=${n}]`).value === v, name, value);
        const shown = await page.until((by, wanted, source) => {
          const found = eval(`(${source})`)(by);
          return found.length > 0 && found.every((one) => one === wanted) ? found : null;
        }, name, value, shownBy.toString());
        notes.push(`${shown.length}`);
      }
      if (values.length > 0) await page.call(choose, name, '');
    }
    return notes.length > 0 ? `${notes.join(', ')} shown` : 'nothing to choose here';
  },

  'sorts the issues and comes back': async (page, url) => {
    await page.open(url);
    const before = await page.call(issueOrder);
    if (before.length < 2) return 'nothing to sort here';
    const sorted = {
      broken: (a, b) => a.broken >= b.broken, since: (a, b) => a.since <= b.since,
      oldest: (a, b) => a.date !== '' && (b.date === '' || a.date <= b.date) || b.date === '',
      newest: (a, b) => b.date === '' || a.date >= b.date,
    };
    for (const [name, fits] of Object.entries(sorted)) {
      await page.call(choose, 'sort', name);
      await new Promise((resolve) => { setTimeout(resolve, 200); });
      const after = await page.call(issueOrder);
      assert.equal(after.length, before.length);
      after.slice(1).forEach((issue, at) => assert.ok(fits(after[at], issue), `${name}: ${JSON.stringify(after.slice(0, 9))}`));
    }
    assert.deepEqual(await page.call(issueOrder), before);
  },

  'opens what a link to an entry names': async (page, url) => {
    await page.open(url);
    const ids = await page.call(() => Array.from(document.querySelectorAll('.entry[id]')).map((entry) => entry.id));
    if (ids.length === 0) return 'no entries here';
    assert.equal(new Set(ids).size, ids.length);
    await page.open('about:blank');
    await page.open(`${url}#${ids.at(-1)}`);
    await page.until((id) => {
      const box = document.getElementById(id).getBoundingClientRect();
      return document.getElementById(id).closest('details').open && box.height > 0 && box.top >= 0 && box.top < innerHeight;
    }, ids.at(-1));
    assert.deepEqual(page.complaints, []);
  },

  'switches the theme and says which': async (page, url) => {
    await page.open(url);
    // The browser remembers what an earlier page was told.
    await page.call(() => localStorage.clear());
    await page.open(url);
    await page.media({ scheme: 'light' });
    const look = () => ({ color: getComputedStyle(document.body).backgroundColor, name: document.getElementById('theme').textContent });
    const seen = [await page.call(look)];
    for (let i = 0; i < 3; ++i) {
      await page.call(() => document.getElementById('theme').click());
      seen.push(await page.call(look));
    }
    assert.equal(new Set(seen.map((one) => one.name)).size, 3, 'three names');
    assert.deepEqual(seen[3], seen[0]);
    assert.equal(seen[1].color, seen[0].color, 'light');
    assert.notEqual(seen[2].color, seen[0].color, 'dark');
  },

  'has words for every picture': async (page, url) => {
    await page.open(url);
    assert.deepEqual(await page.call(silentPictures), []);
  },

  'copies a replacement at a click': async (page, url) => {
    await page.open(url);
    const label = await page.call(() => document.querySelector('.source button')?.dataset.copied ?? null);
    if (label === null) return 'nothing to copy here';
    await page.call(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; });
    await page.call(() => document.querySelector('.source button').click());
    await page.until((copied) => document.querySelector('.source button').textContent === copied, label);
    assert.ok(await page.call(() => window.copied === document.querySelector('.source code').textContent), 'what was copied');
    assert.deepEqual(page.complaints, []);
  },

  'can be used with the keyboard alone': async (page, url) => {
    await page.open(url);
    await page.key('Tab');
    const first = await page.call(() => {
      const box = document.activeElement.getBoundingClientRect();
      return { href: document.activeElement.getAttribute('href'), shown: box.left >= 0 && box.width > 1 };
    });
    assert.deepEqual(first, { href: '#issues', shown: true }, 'the way past the summary comes first');
    await page.key('Tab');
    assert.equal(await page.call(() => document.activeElement.id), 'theme');
    const before = await page.call(() => document.activeElement.textContent);
    await page.key('Enter');
    assert.notEqual(await page.call(() => document.activeElement.textContent), before);
    const outline = await page.call(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none', 'what has the focus shows it');
    if (!(await page.call(() => Boolean(document.querySelector('details'))))) return 'nothing to fold here';
    const fold = () => document.querySelector('details').open;
    await page.call(() => document.querySelector('details > summary').focus());
    const open = await page.call(fold);
    await page.key('Enter');
    assert.equal(await page.call(fold), !open);
  },

  'works without scripts: everything is there, nothing that needs one shows': async (page, url) => {
    await page.open(url);
    const with_scripts = await page.call(shownEntries);
    await page.send('Emulation.setScriptExecutionDisabled', { value: true });
    await page.open(url);
    const without = await page.call(shownEntries);
    assert.equal(without.total, with_scripts.total);
    assert.equal(await page.call(() => document.querySelectorAll('form:not([hidden]), button:not([hidden])').length), 0);
    const locked = () => Array.from(document.querySelectorAll('.source code')).filter((code) => getComputedStyle(code).userSelect === 'none').length;
    assert.equal(await page.call(locked), 0, 'replacements can be selected');
  },

  'prints what is folded and leaves the controls out': async (page, url) => {
    await page.open(url);
    await page.media({ type: 'print' });
    await page.call(() => { window.dispatchEvent(new Event('beforeprint')); });
    assert.equal(await page.call(() => document.querySelectorAll('details:not([open])').length), 0);
    assert.equal(await page.call(() => Array.from(document.querySelectorAll('form, button'))
      .filter((element) => element.getClientRects().length > 0).length), 0);
    const { data } = await page.send('Page.printToPDF', { paperWidth: 8.27, paperHeight: 11.69, pageRanges: PRINTED_SHEETS });
    const pdf = Buffer.from(data, 'base64');
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    return `${Math.round(pdf.length / 1024)} KB of PDF`;
  },
};

async function main() {
  const [chromium, ...reports] = process.argv.slice(2);
  if (!chromium || reports.length === 0) {
    console.error('usage: node report_test.mjs CHROMIUM REPORT.html...');
    return 3;
  }
  let passed = 0;
  let failed = 0;
  const browser = new Browser(chromium);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => { browser.close().finally(() => process.exit(1)); });
  }
  try {
    for (const report of reports) {
      const url = pathToFileURL(resolve(report)).href;
      for (const [name, test] of Object.entries(tests)) {
        const page = await browser.newPage();
        try {
          const note = await test(page, url);
          passed += 1;
          console.log(`ok      ${basename(report)}: ${name}${note ? ` (${note})` : ''}`);
        } catch (error) {
          failed += 1;
          console.log(`FAILED  ${basename(report)}: ${name}\n        ${String(error.message).replaceAll('\n', '\n        ')}`);
        }
        await page.close();
      }
    }
  } finally {
    await browser.close();
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
