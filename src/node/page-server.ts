import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { HotfixkitError } from '../core/errors.js';
import { FileSource } from './file-source.js';

/** Milliseconds after which the server ends once the last page is gone: one that is loaded again comes back sooner. */
const GRACE = 3000;
/** Bytes that one answer has at most. */
const MOST = 16 * 2 ** 20;
/** Files beside the package that are open at once. */
const MOST_OPEN = 16;

/** What the server has. */
export interface ServedPage {
  /** The page; the first address is that of the package, the others are those of the files beside it. */
  html: (addresses: readonly string[]) => string;
  /** The paths of the package and of the files beside it that belong to it. */
  paths: readonly [string, ...string[]];
  /** Milliseconds after which the server ends once the last page is gone; default 3000. */
  grace?: number;
}

/**
 * Serves a page and the package that it shows to browsers on this machine: on the loopback address, below a path that
 * cannot be guessed, to requests that name that address themselves. Ends once no page is open any more.
 */
export class PageServer {
  readonly #page: ServedPage;
  readonly #server: Server;
  readonly #source: FileSource;
  /** Files beside the package that were asked for, open. */
  readonly #others = new Map<number, FileSource>();
  readonly #secret = randomBytes(16).toString('hex');
  readonly #pages = new Set<Socket>();
  #grace: NodeJS.Timeout | null = null;
  #address = '';
  /** When the last page is gone, or {@link close} was called. */
  readonly ended: Promise<void>;

  /** Throws `FILE_NOT_FOUND` and `FILE_READ` for the package. */
  constructor(page: ServedPage) {
    this.#page = page;
    this.#source = new FileSource(page.paths[0]);
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.ended = new Promise((resolve) => {
      this.#server.once('close', () => {
        this.#source.close();
        for (const other of this.#others.values()) other.close();
        resolve();
      });
    });
  }

  /** Begins to listen; gives the address of the page. Throws `ENGINE_UNAVAILABLE` where that is not allowed. */
  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) =>
        reject(
          new HotfixkitError(
            'ENGINE_UNAVAILABLE',
            `no server can be started on this machine: ${cause.message}`,
            {},
            { cause },
          ),
        ),
      );
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    this.#address = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return `http://${this.#address}/${this.#secret}/`;
  }

  close(): void {
    if (this.#grace) clearTimeout(this.#grace);
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of headers) response.setHeader(name, value);
    const { method, url, headers: asked } = request;
    // A page elsewhere may have its name lead here: then it is that name which is asked for.
    if (asked.host !== this.#address || method !== 'GET') return void response.writeHead(403).end();
    const root = `/${this.#secret}/`;
    if (url === root) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(
        this.#page.html(this.#page.paths.map((_, i) => `http://${this.#address}${root}package${i || ''}`)),
      );
    } else if (url?.startsWith(`${root}package`)) {
      this.#sendPart(url.slice(`${root}package`.length), asked.range, response);
    } else if (url === `${root}open`) this.#keepOpen(response);
    else response.writeHead(404).end();
  }

  /** A part of the package, or of a file beside it by its place; the page never asks for all of it. */
  #sendPart(place: string, range: string | undefined, response: ServerResponse): void {
    const number = place === '' ? 0 : /^[1-9]\d{0,6}$/.test(place) ? Number(place) : -1;
    if (this.#page.paths[number] === undefined) return void response.writeHead(404).end();
    try {
      sendPart(this.#sourceOf(number), range, response);
    } catch {
      // The file was changed or is gone: the page says that it cannot be read.
      response.writeHead(500).end();
    }
  }

  #sourceOf(number: number): FileSource {
    if (number === 0) return this.#source;
    let source = this.#others.get(number);
    if (source) this.#others.delete(number);
    else source = new FileSource(this.#page.paths[number]!);
    this.#others.set(number, source);
    if (this.#others.size > MOST_OPEN) {
      const [oldest, other] = this.#others.entries().next().value!;
      this.#others.delete(oldest);
      other.close();
    }
    return source;
  }

  /** A request that is never answered in full: it ends with the page. */
  #keepOpen(response: ServerResponse): void {
    const { socket } = response;
    if (!socket) return;
    if (this.#grace) clearTimeout(this.#grace);
    this.#grace = null;
    this.#pages.add(socket);
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.write('\n');
    socket.once('close', () => {
      this.#pages.delete(socket);
      if (this.#pages.size === 0) this.#grace = setTimeout(() => this.close(), this.#page.grace ?? GRACE);
    });
  }
}

function sendPart(source: FileSource, range: string | undefined, response: ServerResponse): void {
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(range ?? '');
  const [start, end] = [Number(match?.[1]), Number(match?.[2]) + 1];
  if (!match || start >= end || end > source.size || end - start > MOST) {
    response.writeHead(416).end();
    return;
  }
  const bytes = source.read(start, end - start);
  response.writeHead(206, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': bytes.length,
    'Content-Range': `bytes ${start}-${end - 1}/${source.size}`,
  });
  response.end(bytes);
}

const headers = Object.entries({
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
});
