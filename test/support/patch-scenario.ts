import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMsiexecArguments } from '../../src/installer/command-line/msiexec-command-line.js';
import { type MsiexecResult, runMsiexec } from '../../src/installer/run-msiexec.js';
import { buildPackage, type PackagePlan, type PlannedFile } from './package-builder.js';
import { writeTree } from './package-folder.js';
import { buildPatch, type PatchedFile, type PatchPlan, type PatchTarget } from './patch-builder.js';

/** The product that the patches of tests are for. */
export const product = {
  name: 'Client',
  code: '{11111111-2222-3333-4444-555555555555}',
  upgradeCode: '{99999999-2222-3333-4444-555555555555}',
};

/** A version of the product; equal but for what is said. */
export function buildClient(
  version: string,
  files: PlannedFile[],
  plan: Partial<PackagePlan> = {},
): Uint8Array {
  return buildClientPackage(version, files, plan).msi;
}

function buildClientPackage(version: string, files: PlannedFile[], plan: Partial<PackagePlan>) {
  return buildPackage({ ...plan, product: { ...product, ...plan.product, version }, files });
}

/** A patch with one target. */
export function buildSmallPatch(
  before: Uint8Array,
  after: Uint8Array,
  files: Record<string, PatchedFile>,
  plan: Partial<Omit<PatchPlan, 'targets'>> & { target?: Partial<PatchTarget> } = {},
): Uint8Array {
  const { target, ...rest } = plan;
  return buildPatch({ ...rest, targets: [{ name: 'T1ToU1', before, after, files, ...target }] });
}

export function writePatch(folder: string, name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

/** Writes a version of the product with its uncompressed source; gives the path of the `.msi`. */
export function writeClient(
  folder: string,
  version: string,
  files: PlannedFile[],
  plan: Partial<PackagePlan> = {},
): string {
  const { msi, loose } = buildClientPackage(version, files, plan);
  writeTree(folder, { 'client.msi': msi, ...Object.fromEntries(loose) });
  return join(folder, 'client.msi');
}

export function msiexec(...args: string[]): Promise<MsiexecResult> {
  const options = { user: 'tester', now: new Date('2010-01-25T06:27:02Z') };
  return runMsiexec(parseMsiexecArguments(args), options);
}

/** An image of a version of the product; gives the path of its `.msi`. */
export async function writeImage(
  folder: string,
  version: string,
  files: PlannedFile[],
  plan: Partial<PackagePlan> = {},
): Promise<string> {
  const source = join(folder, 'source');
  const image = join(folder, 'image');
  writeTree(source, { 'keep.txt': '' });
  const path = writeClient(source, version, files, plan);
  const { exitCode, error } = await msiexec('/a', path, '/qn', `TARGETDIR=${image}`);
  if (exitCode !== 0) throw error ?? new Error(`exit code ${exitCode}`);
  return join(image, 'client.msi');
}
