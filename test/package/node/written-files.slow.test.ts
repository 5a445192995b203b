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
    `import { WrittenFiles } from './written-files.cjs';
    import { WrittenIdentities } from './written-identities.cjs';
    const [folder, md5] = process.argv.slice(2);
    const told = [];
    const files = new WrittenFiles(
      { identities: new WrittenIdentities({ files: 40 }), digests: null },
      (number) => told.push(number),
    );
    for (let number = 0; number < 40; number++) {
      const target = folder + '/' + number;
      const file = files.open({ number, staged: target, target, size: 3, modified: null, md5, hashed: ['md5'] });
      file.write(Buffer.from('abc'));
      file.end(false);
    }
    files.finish();
    console.log(JSON.stringify(told));`,
  );
});

it.skipIf(process.platform === 'win32')(
  'files that wait to be hashed are closed where no more may be open',
  () => {
    const folder = tempFolder();
    const md5 = createHash('md5').update('abc').digest('hex');
    const line = 'ulimit -n 28 && exec "$@"';
    const { stdout, stderr } = spawnSync('sh', ['-c', line, 'sh', process.execPath, program, folder, md5], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(40);
  },
);
