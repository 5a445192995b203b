import { HotfixkitError } from '../../core/errors.js';
import { printableJson } from '../../core/visible-text.js';
import type { Manifest } from './manifest.js';
import { LONGEST_MANIFEST, parseManifestText } from './manifest-schema.js';

/**
 * A manifest as the bytes of a JSON file. Throws `MANIFEST_INVALID` if the file could not be read again, so that the
 * error appears at the import and not when the file is needed.
 */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const text = `${printableJson(manifest)}\n`;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > LONGEST_MANIFEST) {
    throw new HotfixkitError('MANIFEST_INVALID', 'the manifest would be too large to be read', {
      expected: `${LONGEST_MANIFEST} bytes at most`,
      found: bytes.length,
    });
  }
  parseManifestText(text);
  return bytes;
}
