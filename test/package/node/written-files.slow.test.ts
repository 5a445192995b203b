import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { buildProgram } from '../../support/built-program.js';
import { tempFolder } from '../../support/temp-folder.js';

let program = '';

beforeAll(async () => {
  const dist = await buildProgram({
    'written-files': 'src/package/node/written-files.ts',
    'written-identities': 'src/node/written-identities.ts',
  });
  program = join(dist, 'program.js');
  writeFileSync(
    program,
    `import { writeFileSync } from 'node:fs';
    import { WrittenFiles } from './written-files.cjs';
    import { WrittenIdentities } from './written-identities.cjs';
    const [folder, md5, way] = process.argv.slice(2);
    const told = [];
    const files = new WrittenFiles(
      { identities: new WrittenIdentities({ files: 40 }), digests: null },
      (number) => told.push(number),
    );
    if (way === 'taken over') for (let i = 0; i < 40; i++) writeFileSync(folder + '/' + i, 'abc');
    for (let number = 0; number < 40; number++) {
      const target = folder + '/' + number;
      const start = { number, staged: target, target, size: 3, modified: null, md5, hashed: ['md5'] };
      if (way === 'taken over') {
        files.takeOver({ start, size: 3, isUnchecked: false });
        continue;
      }
      const file = files.open(start);
      file.write(Buffer.from('abc'));
      file.end(false);
    }
    files.finish();
    console.log(JSON.stringify(told));`,
  );
});

it.skipIf(process.platform === 'win32').each(['written', 'taken over'])(
  'files that wait to be hashed are closed where no more may be open: %s',
  (way) => {
    const folder = tempFolder();
    const md5 = createHash('md5').update('abc').digest('hex');
    const line = 'ulimit -n 28 && exec "$@"';
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', line, 'sh', process.execPath, program, folder, md5, way],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(40);
  },
);
