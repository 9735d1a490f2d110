// Chromium over the DevTools protocol on a pipe (file descriptors 3 and 4): no port, no dependency.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CALL_TIMEOUT_MS = 60_000;
const EXIT_TIMEOUT_MS = 5_000;

const KEYS = {
  Tab: { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
  Enter: { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
};

// The browser under test must not reach out by itself, and test machines often cannot give it a
// sandbox: containers, root. The pages it shows are our own.
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
  '--no-default-browser-check', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-extensions', '--disable-default-apps', '--metrics-recording-only', '--hide-scrollbars',
  '--remote-debugging-pipe',
];

export class Browser {
  #process;
  #profile;
  #calls = new Map();
  #listeners = new Map();
  #lastId = 0;
  #stderr = '';

  constructor(executable) {
    this.#profile = mkdtempSync(join(tmpdir(), 'linktender-browser-'));
    this.#process = spawn(executable, [...FLAGS, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      detached: true, // a process group of its own, which close() can end as a whole
    });
    this.#process.stderr.on('data', (data) => { this.#stderr = (this.#stderr + data).slice(-4000); });
    this.#process.on('error', (error) => this.#fail(error));
    this.#process.on('exit', () => this.#fail(new Error(`the browser ended: ${this.#stderr}`)));
    this.#process.stdio[3].on('error', () => {});
    this.#read(this.#process.stdio[4]);
  }

  #read(stream) {
    let parts = [];
    stream.on('data', (data) => {
      for (let end = data.indexOf(0); end >= 0; end = data.indexOf(0)) {
        parts.push(data.subarray(0, end));
        this.#receive(JSON.parse(Buffer.concat(parts).toString('utf8')));
        parts = [];
        data = data.subarray(end + 1);
      }
      parts.push(data);
    });
  }

  #receive(message) {
    if (message.id !== undefined) {
      const call = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      if (!call) return;
      if (message.error) call.reject(new Error(`${call.method}: ${message.error.message}`));
      else call.resolve(message.result);
    } else {
      this.#listeners.get(message.sessionId)?.(message.method, message.params);
    }
  }

  #fail(error) {
    for (const call of this.#calls.values()) call.reject(error);
    this.#calls.clear();
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#calls.delete(id);
        reject(new Error(`${method}: no answer in ${CALL_TIMEOUT_MS} ms`));
      }, CALL_TIMEOUT_MS);
      const done = (finish) => (value) => { clearTimeout(timer); finish(value); };
      this.#calls.set(id, { method, resolve: done(resolve), reject: done(reject) });
      this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  async newPage() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId);
    this.#listeners.set(sessionId, (method, params) => page.receive(method, params));
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await page.send(`${domain}.enable`);
    return page;
  }

  async close() {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.send('Browser.close').catch(() => {});
    const timer = setTimeout(() => {
      try { process.kill(-this.#process.pid, 'SIGKILL'); } catch { /* ended meanwhile */ }
    }, EXIT_TIMEOUT_MS);
    if (this.#process.exitCode === null && this.#process.signalCode === null) await ended;
    clearTimeout(timer);
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One tab, with what happened in it since `open`. */
class Page {
  #browser;
  #sessionId;
  #targetId;
  #loaded = () => {};
  requests = [];
  complaints = [];

  constructor(browser, sessionId, targetId) {
    this.#browser = browser;
    this.#sessionId = sessionId;
    this.#targetId = targetId;
  }

  send(method, params) { return this.#browser.send(method, params, this.#sessionId); }

  receive(method, params) {
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    if (method === 'Runtime.exceptionThrown') this.complaints.push(params.exceptionDetails.text);
    if (method === 'Runtime.consoleAPICalled' && ['error', 'warning', 'assert'].includes(params.type)) {
      this.complaints.push(params.args.map((arg) => arg.value ?? arg.description).join(' '));
    }
    if (method === 'Log.entryAdded' && ['error', 'warning'].includes(params.entry.level)) {
      this.complaints.push(params.entry.text);
    }
    if (method === 'Page.loadEventFired') this.#loaded();
  }

  async open(url) {
    this.requests = [];
    this.complaints = [];
    const loaded = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${url}: not loaded in ${CALL_TIMEOUT_MS} ms`)), CALL_TIMEOUT_MS);
      this.#loaded = () => { clearTimeout(timer); resolve(); };
    });
    const { errorText } = await this.send('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await loaded;
  }

  /** The value of a function of the page, called with JSON values. Works with scripts of the page disabled too. */
  async call(func, ...args) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression: `(${func})(...${JSON.stringify(args)})`, returnByValue: true, awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until the function of the page gives something true. */
  async until(func, ...args) {
    const deadline = Date.now() + CALL_TIMEOUT_MS;
    for (;;) {
      const value = await this.call(func, ...args);
      if (value) return value;
      if (Date.now() > deadline) throw new Error(`never true: ${func}`);
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  }

  /** Presses a key as a person would, whichever tab is in front. */
  async key(name) {
    await this.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...KEYS[name] });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...KEYS[name] });
  }

  async resize(width, height) {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
  }

  async media({ scheme = 'light', type = 'screen' } = {}) {
    await this.send('Emulation.setEmulatedMedia', { media: type, features: [{ name: 'prefers-color-scheme', value: scheme }] });
  }

  async close() { await this.#browser.send('Target.closeTarget', { targetId: this.#targetId }); }
}
