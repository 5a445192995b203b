import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { tempFolder } from './temp-folder.js';

const programs = [process.env.HOTFIXKIT_BROWSER, 'chromium', 'chromium-browser', 'google-chrome'];

/** The browser of this machine; null where there is none. `HOTFIXKIT_BROWSER` names another Chromium. */
export function findBrowser(): string | null {
  if (process.platform === 'win32') return process.env.HOTFIXKIT_BROWSER ?? null;
  return programs.find((name) => name && spawnSync(name, ['--version']).status === 0) ?? null;
}

interface Reply {
  id?: number;
  method?: string;
  params?: { entry?: { text: string; level: string } };
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A page of a headless Chromium, spoken to over a pipe (Chrome DevTools Protocol). */
export class BrowserPage {
  /** What the page wrote to the log as an error: blocked scripts and styles among others. */
  readonly errors: string[] = [];
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #loads: (() => void)[] = [];
  #next = 1;
  #session: string | null = null;

  private constructor(program: string) {
    this.#process = spawn(
      program,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--remote-debugging-pipe',
        `--user-data-dir=${tempFolder()}`,
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    let text = '';
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (data: string) => {
      text += data;
      const messages = text.split('\0');
      text = messages.pop()!;
      for (const message of messages) this.#hear(JSON.parse(message) as Reply);
    });
  }

  static async open(program: string): Promise<BrowserPage> {
    const page = new BrowserPage(program);
    const { targetId } = await page.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await page.send('Target.attachToTarget', { targetId, flatten: true });
    page.#session = sessionId as string;
    for (const domain of ['Page', 'Log', 'Runtime']) await page.send(`${domain}.enable`);
    return page;
  }

  #hear({ id, method, params, ...reply }: Reply): void {
    if (id !== undefined) this.#waiting.get(id)?.(reply);
    else if (method === 'Page.loadEventFired') for (const loaded of this.#loads.splice(0)) loaded();
    else if (method === 'Log.entryAdded' && params?.entry?.level === 'error')
      this.errors.push(params.entry.text);
  }

  async send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = this.#next++;
    const session = this.#session === null ? {} : { sessionId: this.#session };
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const { result, error } = await reply;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  async show(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.#loads.push(resolve));
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression, which may be a promise. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const reply = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    const { result, exceptionDetails } = reply as {
      result: { value: Value };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    };
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
  }
}
