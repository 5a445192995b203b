import { guidFrom, type PackagePlan } from './package-builder.js';
import type { PatchPlan } from './patch-builder.js';
import { buildClient, buildSmallPatch, writeClient, writePatch } from './patch-scenario.js';
import { tempFolder } from './temp-folder.js';

type Families = NonNullable<PatchPlan['sequences']>;

export interface PlannedPatch {
  /** ProductVersion that it is for, and that it leads to; `1.0.0` and the same where absent. */
  from?: string;
  to?: string;
  families?: Families;
  obsoletes?: readonly string[];
  metadata?: Record<string, string>;
  product?: PackagePlan['product'];
  /** Content of `a.txt` after the patch. */
  text?: string;
}

export const codeOfPatch = (name: string): string => guidFrom(`patch of a set: ${name}`);

const fileOf = (bytes: string) => [{ key: 'a', name: 'a.txt', bytes: Buffer.from(bytes) }];

export function buildSetPatch(name: string, plan: PlannedPatch = {}): Uint8Array {
  const { from = '1.0.0', to = from, families, obsoletes, metadata, product, text = name } = plan;
  const same = product ? { product } : {};
  return buildSmallPatch(
    buildClient(from, fileOf('as shipped'), same),
    buildClient(to, fileOf(text), same),
    { a: { whole: Buffer.from(text) } },
    {
      code: codeOfPatch(name),
      ...(families ? { sequences: families } : {}),
      ...(obsoletes ? { obsoletes: obsoletes.map(codeOfPatch) } : {}),
      ...(metadata ? { metadata } : {}),
    },
  );
}

/** A folder with `client.msi` 1.0.0, whose `a.txt` is "as shipped", and the patches. */
export function writePatchSet<Name extends string>(
  patches: Record<Name, PlannedPatch>,
): { folder: string; client: string } & Record<Name, string> {
  const folder = tempFolder();
  const client = writeClient(folder, '1.0.0', fileOf('as shipped'));
  const paths = Object.entries<PlannedPatch>(patches).map(([name, plan]) => [
    name,
    writePatch(folder, `${name}.msp`, buildSetPatch(name, plan)),
  ]);
  return { folder, client, ...(Object.fromEntries(paths) as Record<Name, string>) };
}

export const otherProduct = {
  name: 'Other',
  code: '{12121212-2222-3333-4444-555555555555}',
  upgradeCode: '{13131313-2222-3333-4444-555555555555}',
};
