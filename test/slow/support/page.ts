import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian has its browser; another one is named by the environment. */
const executablePath = process.env.HOTFIXKIT_CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is a browser to test the page in. */
export const hasBrowser = existsSync(executablePath);

export const pageAddress = pathToFileURL(resolve('dist/web/hotfixkit.html')).href;

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A file to give to the page, by its path or its bytes. */
export type GivenFile = string | { name: string; mimeType: string; buffer: Buffer };

/** The page in a browser, with what a person does there. */
export class OpenPage {
  /** Addresses that it asked for. */
  readonly requests: string[] = [];
  /** Messages of the browser about mistakes of the page, refusals of its policy among them. */
  readonly complaints: string[] = [];
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
  }

  static async start(
    browser: Browser,
    options: BrowserContextOptions = {},
    address = pageAddress,
  ): Promise<OpenPage> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(20_000);
    const opened = new OpenPage(await context.newPage());
    await opened.page.goto(address);
    return opened;
  }

  /** Picks files, and waits until all that follows of itself is done. */
  async open(...files: GivenFile[]): Promise<void> {
    await this.page.locator('#pick').setInputFiles(files as string[]);
    await this.page.locator('.tabs, .problem').first().waitFor();
    await this.idle();
  }

  async idle(): Promise<void> {
    await this.page.locator('.status progress').waitFor({ state: 'detached' });
  }

  tab(name: string): Promise<void> {
    return this.page.getByRole('tab', { name }).click();
  }

  text(selector = 'body'): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: what a person reads, with its lines
    return this.page.locator(selector).innerText();
  }

  /** What a click makes the browser save. */
  async saved(click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** A file of bytes. */
export function given(name: string, bytes: Uint8Array): GivenFile {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
}
