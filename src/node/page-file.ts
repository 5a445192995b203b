import { readFileSync } from 'node:fs';
import { getAsset, isSea } from 'node:sea';
import { HotfixkitError } from '../core/errors.js';

/** Where blocks of data for the page are put in: before that of its worker. */
const PLACE = '<script type="text/plain" id="worker">';

/** The name of the page in a build. */
const NAME = 'hotfixkit.html';

/** The page for browsers, as it is built. Throws `ENGINE_UNAVAILABLE` where it is not part of this installation. */
export function readPage(): string {
  // The executable has it among its assets.
  if (isSea()) return getAsset(NAME, 'utf8');
  const place = import.meta.url.endsWith('.ts') ? '../../dist/web/' : '../web/';
  try {
    return readFileSync(new URL(`${place}${NAME}`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new HotfixkitError(
      'ENGINE_UNAVAILABLE',
      'the page is not part of this installation; install hotfixkit with Node, or build it with "npm run build:web"',
      {},
      { cause },
    );
  }
}

/** A file beside a package that belongs to it. */
export interface BesideBytes {
  /** From the folder of the package, `/` between the parts. */
  path: string;
  bytes: Uint8Array;
}

/** The page with the package in it, and the files beside it, in one file. */
export function pageWithPackage(
  page: string,
  name: string,
  bytes: Uint8Array,
  beside: readonly BesideBytes[] = [],
): string {
  const facts = { name, beside: beside.map((one) => ({ path: one.path })) };
  return withBlock(page, 'package', facts, [bytes, ...beside.map((one) => one.bytes)].map(base64Of));
}

const base64Of = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

/** A file that the server of the page has. */
export interface ServedFacts {
  name: string;
  /** Bytes. */
  size: number;
  address: string;
  /** Files beside the package that belong to it; `modified` in milliseconds since 1970. */
  beside?: readonly { path: string; size: number; address: string; modified: number }[];
}

/** The page that reads the package from addresses of its own server, which its policy then allows. */
export function pageWithAddress(page: string, facts: ServedFacts): string {
  const allowed = page.replace("default-src 'none'", "default-src 'none'; connect-src 'self'");
  return withBlock(allowed, 'served', facts, []);
}

function withBlock(page: string, id: string, facts: object, texts: readonly string[]): string {
  // Nothing in it can end the element.
  const json = JSON.stringify(facts).replaceAll('<', '\\u003c');
  const blocks = [
    `<script type="application/json" id="${id}">${json}</script>`,
    ...texts.map((text, i) => `<script type="text/plain" id="${id}-bytes${i || ''}">${text}</script>`),
  ];
  return page.replace(PLACE, () => [...blocks, PLACE].join('\n'));
}
