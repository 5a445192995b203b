import type { TableRow } from '../../src/msi/schema.js';
import type { TransformSummary } from '../../src/msi/transform-summary.js';
import type { TransformTarget } from '../../src/msi/transform-validation.js';
import type { SequencedPatch } from '../../src/package/patch/sequenced-patch.js';

export const PRODUCT = '{AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}';
export const OTHER = '{BBBBBBBB-BBBB-CCCC-DDDD-EEEEEEEEEEEE}';

export const at = (productVersion: string, productCode = PRODUCT): TransformTarget => ({
  productCode,
  productVersion,
  upgradeCode: null,
  platform: 'Intel',
  languages: ['1033'],
});

/** Product code, and the version in all three fields. */
const CODE_AND_VERSION = 0x2 | 0x20 | 0x100;

export function transform(
  from: string,
  to: string,
  options: { code?: string; toCode?: string } = {},
): TransformSummary {
  const { code = PRODUCT, toCode = code } = options;
  const side = { platform: 'Intel', languages: ['1033'] };
  return {
    before: { ...side, productCode: code, productVersion: from },
    after: { ...side, productCode: toCode, productVersion: to },
    upgradeCode: null,
    validation: CODE_AND_VERSION,
    errors: 0,
    version: { comparison: '=', fields: 3 },
  };
}

export const codeOf = (label: string) =>
  `{${label.padEnd(8, '0')}-0000-0000-0000-000000000000}`.toUpperCase();

export interface Sketch {
  /** `1.0>1.1` for each transform. */
  changes: string[];
  /** `F 1.2` or, superseding earlier ones, `F 1.2!`; absent = no table. */
  families?: string[];
  obsoletes?: string[];
  targets?: string[];
}

export function sketch(
  label: string,
  { changes, families, obsoletes = [], targets = [PRODUCT] }: Sketch,
): SequencedPatch {
  const sequences = families?.map((family): TableRow<'MsiPatchSequence'> => {
    const [patchFamily = '', sequence = ''] = family.split(' ');
    return {
      PatchFamily: patchFamily,
      ProductCode: null,
      Sequence: sequence.replace('!', ''),
      Attributes: sequence.endsWith('!') ? 1 : 0,
    };
  });
  return {
    label,
    identity: {
      patchCode: codeOf(label),
      obsoletes: obsoletes.map(codeOf),
      targets,
      pairs: changes.map((_, i) => ({ product: `T${i}`, patch: `#T${i}` })),
    },
    transforms: changes.map((change) => {
      const [from = '', to = from] = change.split('>');
      return transform(from, to);
    }),
    sequences: sequences ?? null,
  };
}
