import type { Sbom } from '../../src/report/sbom.js';
import { withoutSignature } from '../../src/signature/judgement.js';

const listed = {
  key: 'K1',
  path: 'a/ä b.dll',
  sourcePath: null,
  targetPath: null,
  size: 5,
  version: '1.0.0.0',
  language: null,
  platform: 'x86',
  attributes: null,
  modified: null,
  component: null,
  feature: null,
  media: null,
  cabinet: null,
  sha1: 'ab'.repeat(20),
  sha256: 'cd'.repeat(32),
};
const unsigned = withoutSignature(0, [{ code: 'no-signature', message: 'the file is not signed' }]);
export const signed = { ...unsigned, verdict: 'valid' as const, signerName: 'Contoso, Ltd.' };
/** A package with a signed file, one that is not, and one that is not there. */
export const sampleSbom: Sbom = {
  provenance: {
    tool: { name: 'hotfixkit', version: '1' },
    created: '2026-01-02T03:04:05.678Z',
    command: '',
    host: '',
    user: '',
  },
  gaps: [],
  id: '3e671687-395b-41f5-a30f-a58921a69b79',
  name: 'a package (1).msi',
  kind: 'msi',
  product: { name: 'P', version: '1.2', manufacturer: 'M' },
  hashes: { sha1: 'ab'.repeat(20), sha256: 'cd'.repeat(32) },
  signatures: [signed],
  files: [
    { ...listed, signatures: [signed] },
    { ...listed, key: 'K2', version: null, platform: null, signatures: [unsigned] },
    { ...listed, path: 'gone', sha256: null },
  ],
  warnings: [],
};
/** An empty folder. */
export const bareSbom: Sbom = {
  ...sampleSbom,
  kind: 'folder',
  product: null,
  hashes: null,
  signatures: [],
  files: [],
};
