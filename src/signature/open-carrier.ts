import type { ByteSource } from '../core/byte-source.js';
import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import { isCompoundFile } from '../formats/cfb/compound-file.js';
import { startsLikeExecutable } from '../formats/pe/portable-executable.js';
import { cabCarrier } from './cab-carrier.js';
import { catCarrier } from './cat-carrier.js';
import { msiCarrier } from './msi-carrier.js';
import { peCarrier } from './pe-carrier.js';
import type { SignatureCarrier } from './signature-carrier.js';

/** The file as a carrier of signatures; null for kinds that carry none. */
export function openCarrier(source: ByteSource): SignatureCarrier | null {
  const head = source.read(0, Math.min(8, source.size));
  if (isCompoundFile(head)) return msiCarrier(source);
  if (startsLikeCabinet(head)) return cabCarrier(source);
  if (startsLikeExecutable(head)) return peCarrier(source);
  return catCarrier(source);
}
