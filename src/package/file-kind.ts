import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import { isCompoundFile } from '../formats/cfb/compound-file.js';

/** Bytes that are enough to tell. */
export const KIND_HEAD = 8;

/** `ISc(` */
const installShield = [0x49, 0x53, 0x63, 0x28];
const database = { name: 'compound file', isOne: isCompoundFile };
/** What files of these extensions are, whoever made them. Cabinets of InstallShield have the same extension. */
const kinds: Readonly<Record<string, { name: string; isOne: (head: Uint8Array) => boolean }>> = {
  msi: database,
  msm: database,
  msp: database,
  mst: database,
  cab: {
    name: 'cabinet',
    isOne: (head) => startsLikeCabinet(head) || installShield.every((byte, i) => head[i] === byte),
  },
};

/**
 * What a file is by its name and not by its first bytes: `compound file`, `cabinet`. Null where it is that, or where the name
 * does not tell.
 */
export function kindThatIsMissing(name: string, head: Uint8Array): string | null {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (!name.includes('.') || !Object.hasOwn(kinds, extension)) return null;
  const { name: expected, isOne } = kinds[extension]!;
  return isOne(head) ? null : expected;
}
