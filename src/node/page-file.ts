import { readFileSync } from 'node:fs';
import { HotfixkitError } from '../core/errors.js';

/** Where blocks of data for the page are put in: before that of its worker. */
const PLACE = '<script type="text/plain" id="worker">';

/** The page for browsers, as it is built. Throws `ENGINE_UNAVAILABLE` where it is not part of this installation. */
export function readPage(): string {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/web/' : '../web/';
  try {
    return readFileSync(new URL(`${place}hotfixkit.html`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new HotfixkitError(
      'ENGINE_UNAVAILABLE',
      'the page is not part of this installation; install hotfixkit with Node, or build it with "npm run build:web"',
      {},
      { cause },
    );
  }
}

/** The page with the package in it, in one file. */
export function pageWithPackage(page: string, name: string, bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  return withBlock(page, 'package', { name }, base64);
}

/** The page that reads the package from an address of its own server, which its policy then allows. */
export function pageWithAddress(page: string, name: string, size: number, address: string): string {
  const allowed = page.replace("default-src 'none'", "default-src 'none'; connect-src 'self'");
  return withBlock(allowed, 'served', { name, size, address }, '');
}

function withBlock(page: string, id: string, facts: object, text: string): string {
  // Nothing in it can end the element.
  const json = JSON.stringify(facts).replaceAll('<', '\\u003c');
  return page.replace(
    PLACE,
    () =>
      `<script type="application/json" id="${id}">${json}</script>\n<script type="text/plain" id="${id}-bytes">${text}</script>\n${PLACE}`,
  );
}
