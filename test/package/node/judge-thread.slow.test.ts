import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { sendError } from '../../../src/package/node/judge-thread.js';
import { signedCatalog, signedExecutable, testAuthority } from '../../support/authenticode-builder.js';
import { buildProgram } from '../../support/built-program.js';
import { tempFolder } from '../../support/temp-folder.js';

it('sends an error with its facts', () => {
  const error = new HotfixkitError('CAB_BAD_HEADER', 'bad', { file: 'a', offset: 3 });
  expect(sendError(error)).toEqual({
    code: 'CAB_BAD_HEADER',
    message: 'bad',
    facts: { file: 'a', offset: 3 },
  });
});

it('judges on several threads as on one', async () => {
  const dist = await buildProgram({
    judge: 'src/package/node/judge-paths.ts',
    'judge-worker': 'src/package/node/judge-worker.ts',
  });
  const folder = tempFolder();
  const good = signedExecutable();
  const changed = signedExecutable();
  changed[0x500]! ^= 1;
  const names = Array.from({ length: 120 }, (_, i) => join(folder, `f${i}`));
  for (const [i, name] of names.entries()) {
    writeFileSync(name, i % 10 === 3 ? changed : i % 10 === 7 ? 'MSCF' : good);
  }
  writeFileSync(join(folder, 'root.der'), testAuthority().root.der);
  writeFileSync(join(folder, 'c.cat'), signedCatalog([]));
  const program = join(dist, 'program.js');
  writeFileSync(
    program,
    `import { readFileSync } from 'node:fs';
    import { judgePaths } from './judge.cjs';
    const read = (name) => ({ name, bytes: readFileSync(${JSON.stringify(folder)} + '/' + name) });
    const sources = {
      at: Date.parse('2026-11-26'),
      trust: [read('root.der')],
      stores: [],
      catalogs: [read('c.cat')],
      revocation: [],
    };
    const requests = ${JSON.stringify(names)}.map((path) => ({ path, named: true, inside: false, size: 1000 }));
    const all = [];
    for (const threads of [1, 2]) {
      const outcomes = await judgePaths(requests, sources, { threads });
      all.push(outcomes.map(({ result }) => [result.files[0]?.verdict, result.errors[0]?.error.code, result.errors[0]?.error.facts]));
    }
    console.log(JSON.stringify(all));`,
  );
  const [alone, together] = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }));
  expect(together).toEqual(alone);
  expect(alone[0]).toEqual(['valid', null, null]);
  expect(alone[3][0]).toBe('digest-mismatch');
  expect(alone[7][1]).toBe('CAB_TRUNCATED');
});
