import { join } from 'node:path';
import { writeTree } from './package-folder.js';
import { buildClient } from './patch-scenario.js';
import { buildSetPatch, type PlannedPatch } from './patch-set.js';
import { tempFolder } from './temp-folder.js';

/** A client source with `client.msi` 1.0.0 (unless it is left out) and patches below `i386/hotfix`, by their article. */
export function writeClientSource(
  patches: Record<string, PlannedPatch | string>,
  { hasClient = true }: { hasClient?: boolean } = {},
): { folder: string; client: string } {
  const folder = tempFolder();
  const client = join(folder, 'Client');
  const files = Object.entries(patches).map(([name, plan]): [string, string | Uint8Array] => [
    `i386/hotfix/${name}/client-${name.toLowerCase()}.msp`,
    typeof plan === 'string' ? plan : buildSetPatch(name, plan),
  ]);
  const msi = buildClient('1.0.0', [{ key: 'a', name: 'a.txt', bytes: Buffer.from('as shipped') }]);
  writeTree(client, {
    'ccmsetup.exe': 'x',
    'i386/client.cab': 'x',
    ...(hasClient ? { 'i386/client.msi': msi } : {}),
    ...Object.fromEntries(files),
  });
  return { folder, client };
}
