import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitions } from '../../src/cli/definitions/index.js';
import { writeClientPatch } from '../support/client-patch.js';
import { hotfixkit } from '../support/command-line.js';
import { selfExtractor } from '../support/container-builder.js';
import { buildPlainDelta } from '../support/delta-builder.js';
import { documentFaults } from '../support/json-schemas.js';
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
  info: {
    one: () => [sp2],
    patch: () => [patch()],
    signatures: () => [sp2, '--signature'],
    several: () => [sp2, standInPath(1)],
    'some fail': () => [sp2, 'absent.msi'],
  },
  list: {
    one: () => [sp2],
    'digests and signatures': () => [sp2, '--hash', '--signature'],
    patch: () => [patch()],
  },
  tables: { overview: () => [sp2], 'to files': () => [sp2, 'File', '-o', out()] },
  streams: { overview: () => [sp2], 'to files': () => [sp2, '*', '-o', out()] },
  versions: { one: () => [sp2], several: () => [sp2, absent()] },
  diff: { differs: () => [standInPath(1), sp2], same: () => [sp2, sp2] },
  view: { 'to a file': () => [sp2, '-o', join(tempFolder(), 'page.html')] },
  patches: { applies: clientAndPatch },
  extract: { all: () => [sp2, '-o', out()], 'dry run': () => [sp2, '-o', out(), '--dry-run'] },
  msiexec: { all: () => ['/a', sp2, '/qn', `TARGETDIR=${out()}`] },
  delta: { info: () => ['info', deltaFile()] },
  verify: {
    one: () => [sp2, '--kb', '977203'],
    many: () => [sp2, standInPath(1), '--kb', '977203'],
    scan: () => ['fixtures/kb977203', '--kb', 'all', '--hash'],
    failing: () => ['fixtures/kb977203/wrong-version/SCCM2007-SP2-KB977203-ENU.msi', '--kb', '977203'],
    'one is not there': () => [sp2, absent(), '--kb', '977203'],
    signed: () => [sp2, '--kb', '977203', '--signed'],
    'one file': () => [sp2, '--require', 'ccmcertfix.exe'],
  },
  signature: { one: () => [sp2], folder: () => ['fixtures', '--hash'], several: () => [sp2, absent()] },
  manifest: {
    'partial entry': () => ['show', '2721642'],
    list: () => ['list'],
    show: () => ['show', '977203'],
    import: () => ['import', articleFile()],
  },
  diagnose: { nothing: () => [logFile(harmlessEntries(3))] },
  stage: {
    one: () => [sp2, '--kb', '977203', '--client-source', client()],
    many: () => [sp2, standInPath(1), '--kb', '977203', '--client-source', client(), '--dry-run'],
  },
  prepare: { 'dry run': () => [sp2, '--kb', '977203', '-o', out(), '--dry-run'] },
  transform: { create: () => ['create', standInPath(1), sp2, '-o', out()] },
  recover: { nothing: () => [tempFolder()] },
  help: { all: () => [], one: () => ['list'] },
  completions: { bash: () => ['bash'] },
};

function clientAndPatch(): string[] {
  const { client: product, patch } = writeClientPatch();
  return [product, patch];
}

function logFile(text: string): string {
  const path = join(tempFolder(), 'Ccmexec.log');
  writeFileSync(path, text);
  return path;
}

function articleFile(): string {
  const path = join(tempFolder(), 'article.csv');
  writeFileSync(
    path,
    'File name,File version,File size,Date,Time,Platform\nA.dll,1.2.3.4,17768,25-Jan-2010,06:27,x86\n',
  );
  return path;
}

const patch = () => writeClientPatch().patch;

const absent = () => join(tempFolder(), 'absent.msi');

/** A line of every command that ends with an error of its own, not of the command line. */
const errors: Partial<Record<Command, () => string[]>> = {
  info: () => [absent()],
  list: () => [absent()],
  tables: () => [sp2, 'NoSuchTable'],
  streams: () => [sp2, 'NoSuchStream'],
  versions: () => [absent()],
  diff: () => [sp2, absent()],
  patches: () => [absent(), absent()],
  extract: () => [absent(), '-o', out()],
  msiexec: () => ['/a', absent(), '/qn', `TARGETDIR=${out()}`],
  delta: () => ['info', absent()],
  verify: () => [absent(), '--kb', '977203'],
  signature: () => [absent()],
  manifest: () => ['show', '100000'],
  diagnose: () => [absent()],
  stage: () => [absent(), '--kb', '977203', '--client-source', client()],
  prepare: () => [absent(), '--kb', '977203', '-o', out()],
  transform: () => ['create', sp2, sp2, '-o', out()],
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
  const dear = new Set([
    'diff differs',
    'extract all',
    'info patch',
    'list patch',
    'signature folder',
    'stage many',
    'verify many',
    'verify scan',
    'verify signed',
  ]);
  const isTried = (command: string, name: string) => isThorough || !dear.has(`${command} ${name}`);

  it.each(table(answers).filter(([command, name]) => isTried(command, name)))(
    'of %s (%s) names its schema and is all that stdout has',
    async (command, _, line) => {
      const { stdout, json } = await hotfixkit([command, ...line(), '--json'], { isTTY: true });
      const document = json<Document>();
      expect(document.schema).toBe(`hotfixkit/${command}/1`);
      expect(documentFaults(command, document)).toEqual([]);
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
      expect(documentFaults(command, { schema, error })).toEqual([]);
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
    expect(documentFaults('error', json())).toEqual([]);
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

it.each([
  { schema: 'hotfixkit/help/1', text: 'x', other: 1 },
  { schema: 'hotfixkit/help/2', text: 'x' },
  { schema: 'hotfixkit/help/1' },
  { schema: 'hotfixkit/help/1', error: { code: 'USAGE', message: 'm' } },
])('a document that is not what its schema says is found: %j', (document) => {
  expect(documentFaults('help', document)).not.toEqual([]);
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
