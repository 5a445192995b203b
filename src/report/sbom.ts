import type { Warning } from '../core/errors.js';
import type { ListedFile } from '../package/inspect/list-package.js';
import { signaturesInWords } from '../package/signature/judged-signature.js';
import type { FileSignature } from '../signature/verdict.js';
import type { Provenance } from './evidence.js';
import { listedPath } from './evidence-of-list.js';

/** What a bill of materials is made from: a package or a folder, and its files. */
export interface Sbom {
  provenance: Provenance;
  /** A UUID of this document. */
  id: string;
  /** File name of the package or folder. */
  name: string;
  kind: string;
  product: { name: string | null; version: string | null; manufacturer: string | null } | null;
  /** Digests of the package itself; null for a folder. Lower-case hexadecimal. */
  hashes: { sha1: string; sha256: string } | null;
  signatures: readonly FileSignature[];
  files: readonly SbomSource[];
  warnings: readonly Warning[];
  /** Why there may be more than the files, in sentences; empty where they are all. */
  gaps: readonly string[];
}

/** A listed file with its signatures, where it was judged. */
export type SbomSource = ListedFile & { signatures?: readonly FileSignature[] };

/** A file of a bill of materials. */
export interface SbomFile {
  /** Its path, with `/`; unique. */
  path: string;
  version: string | null;
  size: number;
  platform: string | null;
  sha1: string;
  sha256: string;
  /** Who signed it, where the signature is valid. */
  signer: string | null;
  /** The signature in words; null for files of kinds that carry none. */
  signature: string | null;
}

/** The files whose content is there, each path once, and how many others there are. */
export function sbomFiles({ files }: Sbom): { files: SbomFile[]; left: number } {
  const known = new Map<string, SbomFile>();
  let left = 0;
  for (const file of files) {
    const { version, size, platform, sha1, sha256, signatures, key } = file;
    if (!sha1 || !sha256) {
      left++;
      continue;
    }
    const path = listedPath(file);
    known.set(known.has(path) ? `${path} (${key})` : path, {
      path: known.has(path) ? `${path} (${key})` : path,
      version,
      size,
      platform,
      sha1,
      sha256,
      signer: validSigner(signatures ?? []),
      signature: signatures ? signaturesInWords(signatures) : null,
    });
  }
  return { files: [...known.values()], left };
}

/** Who signed, by a signature that is valid; null without one. */
export function validSigner([outer]: readonly FileSignature[]): string | null {
  return outer?.verdict === 'valid' ? outer.signerName : null;
}

/** What is not in the document, in sentences; null where all is. */
export function leftOut(left: number, gaps: readonly string[]): string | null {
  const absent = `The content of ${left === 1 ? '1 file is' : `${left} files is`} not there, so that ${left === 1 ? 'it is' : 'they are'} not in this document.`;
  const all = [...(left === 0 ? [] : [absent]), ...gaps];
  return all.length === 0 ? null : all.join(' ');
}
