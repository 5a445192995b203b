import { join } from 'node:path';
import { writeTree } from './package-folder.js';
import { buildClient, buildClientPatch } from './stand-in/client.js';
import { tempFolder } from './temp-folder.js';

/** Writes the stand-in's client of SP2, the client with the hotfix and the patch between them. */
export function writeClientPatch(): { folder: string; client: string; updated: string; patch: string } {
  const folder = tempFolder();
  writeTree(folder, {
    'client.msi': buildClient(2, 'before'),
    'updated.msi': buildClient(2, 'after'),
    'client.msp': buildClientPatch(2, new Date('2010-01-25T06:28:00Z')),
  });
  return {
    folder,
    client: join(folder, 'client.msi'),
    updated: join(folder, 'updated.msi'),
    patch: join(folder, 'client.msp'),
  };
}
