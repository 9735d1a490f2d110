// Opens HTML reports in a browser and checks what only a browser can tell.
// usage: node report_test.mjs CHROMIUM REPORT.html...
import { strict as assert } from 'node:assert';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Browser } from './devtools.mjs';
import {
  brokenReferences, entryCounts, headingsAndLandmarks, hrefs, lowContrast, setFilter, shownEntries, widestOverflow,
} from './page_functions.mjs';

const WIDTHS = [390, 820, 1440];

const tests = {
  'loads without a complaint of the browser': async (page, url) => {
    await page.open(url);
    assert.deepEqual(page.complaints, []);
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

  'copies a replacement at a click': async (page, url) => {
    await page.open(url);
    const label = await page.call(() => document.querySelector('.source button')?.dataset.copied ?? null);
    if (label === null) return 'nothing to copy here';
    await page.call(() => document.querySelector('.source button').click());
    await page.until((copied) => document.querySelector('.source button').textContent === copied, label);
    assert.deepEqual(page.complaints, []);
  },

  'works without scripts: everything is there, nothing that needs one shows': async (page, url) => {
    await page.open(url);
    const with_scripts = await page.call(shownEntries);
    await page.send('Emulation.setScriptExecutionDisabled', { value: true });
    await page.open(url);
    const without = await page.call(shownEntries);
    assert.equal(without.total, with_scripts.total);
    assert.equal(await page.call(() => document.querySelectorAll('form:not([hidden]), .source button:not([hidden])').length), 0);
  },

  'prints what is folded and leaves the controls out': async (page, url) => {
    await page.open(url);
    await page.media({ type: 'print' });
    await page.call(() => { window.dispatchEvent(new Event('beforeprint')); });
    assert.equal(await page.call(() => document.querySelectorAll('details:not([open])').length), 0);
    assert.equal(await page.call(() => Array.from(document.querySelectorAll('form, .source button'))
      .filter((element) => element.getClientRects().length > 0).length), 0);
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
