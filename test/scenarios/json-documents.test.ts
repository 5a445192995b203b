import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitions } from '../../src/cli/definitions/index.js';
import { hotfixkit } from '../support/command-line.js';
import { selfExtractor } from '../support/container-builder.js';
import { buildPlainDelta } from '../support/delta-builder.js';
import { harmlessEntries } from '../support/log-builder.js';
import { standInPath } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { isThorough, itThorough } from '../support/thorough.js';
import { buildZip } from '../support/zip-builder.js';

type Command = keyof typeof definitions;

interface Document {
  schema: string;
  error?: { code: string; message: string; exitCode: number };
}

const sp2 = standInPath(2);
const out = () => join(tempFolder(), 'out');

function client(): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'i386'));
  return folder;
}

/** Lines of every command that end with an answer, by what they do. */
const answers: Record<Command, Record<string, () => string[]>> = {
  info: { one: () => [sp2], several: () => [sp2, standInPath(1)], 'some fail': () => [sp2, 'absent.msi'] },
  list: { one: () => [sp2] },
  tables: { overview: () => [sp2], 'to files': () => [sp2, 'File', '-o', out()] },
  streams: { overview: () => [sp2], 'to files': () => [sp2, '*', '-o', out()] },
  versions: { one: () => [sp2] },
  diff: { differs: () => [standInPath(1), sp2], same: () => [sp2, sp2] },
  view: { 'to a file': () => [sp2, '-o', join(tempFolder(), 'page.html')] },
  extract: { all: () => [sp2, '-o', out()], 'dry run': () => [sp2, '-o', out(), '--dry-run'] },
  msiexec: { all: () => ['/a', sp2, '/qn', `TARGETDIR=${out()}`] },
  delta: { info: () => ['info', deltaFile()] },
  verify: {
    one: () => [sp2, '--kb', '977203'],
    many: () => [sp2, standInPath(1), '--kb', '977203'],
    'one file': () => [sp2, '--require', 'ccmcertfix.exe'],
  },
  signature: { one: () => [sp2] },
  manifest: { list: () => ['list'], show: () => ['show', '977203'] },
  diagnose: { nothing: () => [logFile(harmlessEntries(3))] },
  stage: {
    one: () => [sp2, '--kb', '977203', '--client-source', client()],
    many: () => [sp2, standInPath(1), '--kb', '977203', '--client-source', client(), '--dry-run'],
  },
  prepare: { 'dry run': () => [sp2, '--kb', '977203', '-o', out(), '--dry-run'] },
  recover: { nothing: () => [tempFolder()] },
  help: { all: () => [], one: () => ['list'] },
  completions: { bash: () => ['bash'] },
};

function logFile(text: string): string {
  const path = join(tempFolder(), 'Ccmexec.log');
  writeFileSync(path, text);
  return path;
}

const absent = () => join(tempFolder(), 'absent.msi');

/** A line of every command that ends with an error of its own, not of the command line. */
const errors: Partial<Record<Command, () => string[]>> = {
  info: () => [absent()],
  list: () => [absent()],
  tables: () => [sp2, 'NoSuchTable'],
  streams: () => [sp2, 'NoSuchStream'],
  versions: () => [absent()],
  diff: () => [sp2, absent()],
  extract: () => [absent(), '-o', out()],
  msiexec: () => ['/a', absent(), '/qn', `TARGETDIR=${out()}`],
  delta: () => ['info', absent()],
  verify: () => [absent(), '--kb', '977203'],
  signature: () => [absent()],
  manifest: () => ['show', '100000'],
  diagnose: () => [absent()],
  stage: () => [absent(), '--kb', '977203', '--client-source', client()],
  prepare: () => [absent(), '--kb', '977203', '-o', out()],
  recover: () => [absent()],
};

function deltaFile(): string {
  const path = join(tempFolder(), 'a.pa19');
  writeFileSync(path, buildPlainDelta(Buffer.from('old'), Buffer.from('new')));
  return path;
}

const table = <Line>(lines: Record<string, Record<string, Line>>): [string, string, Line][] =>
  Object.entries(lines).flatMap(([command, cases]) =>
    Object.entries(cases).map(([name, line]): [string, string, Line] => [command, name, line]),
  );

describe('every JSON document', () => {
  /** Dear ones, whose commands have other lines. */
  const dear = new Set(['diff differs', 'extract all', 'stage many', 'verify many']);
  const isTried = (command: string, name: string) => isThorough || !dear.has(`${command} ${name}`);

  it.each(table(answers).filter(([command, name]) => isTried(command, name)))(
    'of %s (%s) names its schema and is all that stdout has',
    async (command, _, line) => {
      const { stdout, json } = await hotfixkit([command, ...line(), '--json'], { isTTY: true });
      const document = json<Document>();
      expect(document.schema).toBe(`hotfixkit/${command}/1`);
      // First, where people and streaming readers look.
      expect(Object.keys(document)[0]).toBe('schema');
      expect(stdout.endsWith('}\n')).toBe(true);
    },
  );

  it.each(Object.entries(errors))(
    'of an error of %s names its schema and the exit status',
    async (command, line) => {
      const { status, json } = await hotfixkit([command, ...line(), '--json']);
      const { schema, error } = json<Document>();
      expect(status).toBeGreaterThan(1);
      expect(schema).toBe(`hotfixkit/${command}/1`);
      expect(error).toMatchObject({
        code: expect.any(String),
        message: expect.any(String),
        exitCode: status,
      });
    },
  );

  it.each(Object.keys(definitions))('of a usage error of %s does too', async (command) => {
    const { status, json } = await hotfixkit([command, '--no-such-option', '--json']);
    // What msiexec does not know is an error of msiexec.
    expect(status).toBe(command === 'msiexec' ? 1639 : 2);
    expect(json()).toMatchObject({ schema: `hotfixkit/${command}/1`, error: { exitCode: status } });
  });

  it('of a line without a command has a schema of its own', async () => {
    const { json } = await hotfixkit(['lsit', '--json']);
    expect(json()).toMatchObject({ schema: 'hotfixkit/error/1', error: { code: 'USAGE', exitCode: 2 } });
    expect((await hotfixkit(['x', '--json'])).json()).toMatchObject({ schema: 'hotfixkit/extract/1' });
  });

  it('of one package among several has the error with its exit status', async () => {
    const { status, json } = await hotfixkit(['info', sp2, absent(), '--json']);
    expect([status, json()]).toMatchObject([4, { packages: [{ kind: 'msi' }, { error: { exitCode: 4 } }] }]);
    const versions = await hotfixkit(['versions', sp2, absent(), '--json']);
    expect(versions.json()).toMatchObject({ errors: [{ error: { exitCode: 4 } }] });
  });
});

describe('JSON of a form of its own', () => {
  it('is the rows of a table, whichever option asks for them', async () => {
    const rows = (await hotfixkit(['tables', sp2, 'Media', '--json'])).json();
    expect(rows).toMatchObject([{ DiskId: 1 }]);
    expect((await hotfixkit(['tables', sp2, 'Media', '--format', 'json'])).json()).toEqual(rows);
  });

  it('is the JSON Schema of a manifest', async () => {
    const schema = (await hotfixkit(['manifest', 'schema', '--json'])).json<object>();
    expect(schema).toHaveProperty('$schema');
    expect(schema).not.toHaveProperty('schema');
  });
});

it('a manifest that was printed is read again', async () => {
  const path = join(tempFolder(), 'kb977203.json');
  const { stdout } = await hotfixkit(['manifest', 'show', '977203', '--json']);
  writeFileSync(path, stdout);
  expect(await hotfixkit(['verify', sp2, '--manifest', path])).toMatchObject({ status: 0 });
});

itThorough('the report file names its schema', async () => {
  const folder = out();
  await hotfixkit(['prepare', sp2, '--kb', '977203', '-o', folder]);
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Document;
  expect(report.schema).toBe('hotfixkit/prepare/1');
});

it('names the package that was opened in place of the file', async () => {
  const path = join(tempFolder(), 'download.exe');
  const files = [{ name: 'a/hotfix.msi', bytes: readFileSync(sp2) }];
  writeFileSync(path, selfExtractor(buildZip({ files })));
  for (const argv of [
    ['list', path],
    ['info', path],
    ['verify', path, '--kb', '977203'],
  ]) {
    const { json } = await hotfixkit([...argv, '--json']);
    expect(json()).toMatchObject({ opened: [`${path}!a/hotfix.msi`] });
  }
});
