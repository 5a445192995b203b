import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licenses of all packages that modules belong to. */
export function licensesIn(modules) {
  const packages = new Set(
    modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/')) ?? []),
  );
  const texts = [...packages].sort().map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `License ${license}, by ${author}`;
    return `${name} ${version}\n\n${text}\n`;
  });
  return `Parts of these packages are contained here.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
