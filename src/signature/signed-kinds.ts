import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import { isCompoundFile } from '../formats/cfb/compound-file.js';
import { startsLikeExecutable } from '../formats/pe/portable-executable.js';
import { startsLikeCatalog } from './cat-carrier.js';

/** Extensions of kinds that carry signatures of their own: executables, databases, cabinets and catalogues. */
const extensions: ReadonlySet<string> = new Set(
  'exe dll sys ocx cpl scr drv efi mui com ax acm tsp rll winmd msi msp msm mst cab msu cat'.split(' '),
);

/** Bytes that {@link mayCarrySignature} needs. */
export const SIGNED_HEAD = 32;

/** Whether a file should be signed by its name, whatever is in it: one that is damaged, or is a web page, has no signature. */
export function isSignedName(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  return dot >= 0 && extensions.has(name.slice(dot + 1).toLowerCase());
}

/** Whether a file that starts with these bytes may carry a signature of its own. */
export function mayCarrySignature(head: Uint8Array): boolean {
  return (
    isCompoundFile(head) || startsLikeCabinet(head) || startsLikeExecutable(head) || startsLikeCatalog(head)
  );
}
