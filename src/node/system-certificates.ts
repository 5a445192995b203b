import { existsSync } from 'node:fs';
import * as tls from 'node:tls';
import { HotfixkitError } from '../core/errors.js';
import { readFileWhole } from './read-file-whole.js';

/** Where systems without an interface keep their trusted certificates, in one file. */
const bundles: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Gentoo
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // Fedora, RHEL
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/ssl/cert.pem', // Alpine, macOS, BSD
];

/** What the look-up depends on; a test gives its own. */
export interface SystemStore {
  env: Readonly<Record<string, string | undefined>>;
  /** Node's own way to the store (22.15 and newer); null without it. */
  ofNode: (() => readonly string[]) | null;
  bundles: readonly string[];
}

/**
 * The certificates that the system trusts, in PEM: of the file that SSL_CERT_FILE names, else of the system by way of Node,
 * else of the usual files. Throws `SIGNATURE_NO_SYSTEM_STORE` where there is no way to them.
 */
export function systemCertificates(store: SystemStore = thisSystem()): Uint8Array {
  const { SSL_CERT_FILE: named } = store.env;
  if (named) return readFileWhole(named);
  const found = store.ofNode?.() ?? [];
  if (found.length > 0) return new TextEncoder().encode(found.join('\n'));
  const bundle = store.bundles.find((path) => existsSync(path));
  if (bundle !== undefined) return readFileWhole(bundle);
  const message =
    'this version of Node cannot read the trusted certificates of the system; use Node 22.15 or newer, name a file of them in SSL_CERT_FILE, or give it with --trust';
  throw new HotfixkitError('SIGNATURE_NO_SYSTEM_STORE', message);
}

function thisSystem(): SystemStore {
  const { getCACertificates } = tls as { getCACertificates?: (type: string) => readonly string[] };
  return {
    env: process.env,
    ofNode: getCACertificates ? () => getCACertificates('system') : null,
    bundles: process.platform === 'win32' ? [] : bundles,
  };
}
