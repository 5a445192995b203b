import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { Database } from '../../src/msi/database.js';
import type { Seed } from '../seeds.js';
import { patches } from './samples.js';

/** Real patches and the products that they are for, where the corpus has both. */
const realPatches: readonly [product: string, patch: string][] = [
  ['wix3/PerMachineMsisMsps_prodAv100.msi', 'wix3/PerMachineMsisMsps_PatchAv101.msp'],
  ['wix3/PerMachineMsisMsps_prodBv100.msi', 'wix3/PerMachineMsisMsps_PatchBv101.msp'],
  ['wix3/PerMachineMsisMsps_prodAv100.msi', 'wix3/PerMachineMsisMsps_PatchABv101.msp'],
  ['wix3/MSIsandMSPs_RtmProduct_product.msi', 'wix3/MSIsandMSPs_Baseliner_rtmldr.msp'],
];

export function patchSeeds(pool: { file(end: string): Uint8Array | null }): Seed[] {
  const real = realPatches.flatMap(([product, patch]): Seed[] => {
    const companion = pool.file(product);
    const bytes = pool.file(patch);
    return companion && bytes ? [{ name: patch, bytes, companion }] : [];
  });
  return [...patches(), ...real];
}

export const openDatabase = (bytes: Uint8Array): Database =>
  Database.open(CompoundFile.open(new BufferSource(bytes)).root);
