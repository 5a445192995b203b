import type { Transform } from '../../msi/transform.js';
import { readRows } from './patch-file-facts.js';

/**
 * The File keys of what the transforms of a patch place into its cabinets, whole files and deltas, by Media.Cabinet.
 * A file lies in the cabinet of the first Media row whose LastSequence its Sequence does not exceed.
 */
export function readPromisedFiles(transforms: readonly Transform[]): Map<string, Set<string>> {
  const promised = new Map<string, Set<string>>();
  for (const transform of transforms) {
    const media = readMedia(transform);
    for (const [file, sequence] of [...readPlaces(transform, 'File'), ...readPlaces(transform, 'Patch')]) {
      const cabinet = media.find(({ last }) => sequence <= last)?.cabinet;
      if (cabinet === undefined) continue;
      const files = promised.get(cabinet);
      if (files) files.add(file);
      else promised.set(cabinet, new Set([file]));
    }
  }
  return promised;
}

function readMedia(transform: Transform): { last: number; cabinet: string }[] {
  return readRows(transform, 'Media')
    .flatMap((row) => {
      const [last, cabinet] = [row.get('LastSequence'), row.get('Cabinet')];
      return typeof last === 'number' && typeof cabinet === 'string' ? [{ last, cabinet }] : [];
    })
    .sort((a, b) => a.last - b.last);
}

function readPlaces(transform: Transform, table: 'File' | 'Patch'): [file: string, sequence: number][] {
  return readRows(transform, table).flatMap((row): [string, number][] => {
    const [file, sequence] = [row.get(table === 'File' ? 'File' : 'File_'), row.get('Sequence')];
    return typeof file === 'string' && typeof sequence === 'number' ? [[file, sequence]] : [];
  });
}
