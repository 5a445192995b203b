import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Takes `browser/name.ts` instead of `name.ts` where there is one. */
export function standIns() {
  return {
    name: 'stand-ins',
    resolveId(id, importer) {
      if (!importer || !id.startsWith('.')) return null;
      const file = join(dirname(importer), id).replace(/\.js$/, '.ts');
      const other = join(dirname(file), 'browser', basename(file));
      // A stand-in may use types of what it stands for.
      return existsSync(other) && other !== importer ? other : null;
    },
  };
}
