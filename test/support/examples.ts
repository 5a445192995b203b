import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.js';
import { readAll } from '../../src/core/byte-source.js';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { stagePackage } from '../../src/hotfix/stage/stage-package.js';
import { openPackage } from '../../src/package/open-package.js';
import { readPackageFile } from '../../src/package/read-package-file.js';
import { logEntry, published } from './log-builder.js';
import { text } from './package-folder.js';
import { buildClient, buildSmallPatch, writeClient, writePatch } from './patch-scenario.js';

/** Examples of the README, of docs and of doc comments: where they are found, and how they are run. */

const tests = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const repository = resolve(tests, '..');
const hotfix = 'SCCM2007-SP2-KB977203-ENU.msi';

export interface Example {
  language: string;
  code: string;
  /** What the page says it prints. */
  output: string | null;
  /** The exit status of a command; 0 if the page says nothing else (`sh example 1`). */
  status: number;
}

/** Blocks that are marked as examples: "sh example" or "js example" behind the opening fence. */
export function examplesIn(markdown: string): Example[] {
  const blocks = markdown.matchAll(
    /```(\w+) example(?: (\d+))?\n([\s\S]*?)```(?:\n\n```text output\n([\s\S]*?)```)?/g,
  );
  return [...blocks].map(([, language, status, code, output]) => ({
    language: language!,
    code: code!.trim(),
    output: output ?? null,
    status: Number(status ?? 0),
  }));
}

/** A folder with what the examples open, so that the folder of whoever runs the tests stays as it is. */
export async function exampleFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hotfixkit-examples-'));
  cpSync(join(repository, 'fixtures'), join(folder, 'fixtures'), { recursive: true });
  const kb977203 = join(folder, 'fixtures/kb977203');
  cpSync(join(kb977203, hotfix), join(folder, hotfix));
  cpSync(join(kb977203, 'SCCM2007-SP1-KB977203-ENU.msi'), join(folder, 'SCCM2007-SP1-KB977203-ENU.msi'));
  mkdirSync(join(folder, 'share'));
  cpSync(join(kb977203, hotfix), join(folder, 'share', hotfix));
  const pkg = openPackage(join(folder, hotfix));
  writeFileSync(join(folder, 'Ccmcertfix.exe'), readPackageFile(pkg, 'Ccmcertfix.exe'));
  if (pkg.kind === 'msi') {
    writeFileSync(join(folder, 'hotfix.cab'), readAll(pkg.content.database.stream('kb977203.cab')));
  }
  pkg.close();
  writeFileSync(join(folder, 'Ccmexec.log'), logEntry(published.en));
  writeFileSync(join(folder, 'article.txt'), article);
  mkdirSync(join(folder, 'product'));
  writeProduct(folder);
  await stageInto(folder);
  return folder;
}

const article = `KB900001: An update of the client

| File name | File version | File size | Date | Time | Platform |
| Client.exe | 1.2.0.7 | 17,768 | 01-Dec-2008 | 01:40 | x86 |
| Client.dll | 1.2.0.7 | 22,528 | 01-Dec-2008 | 01:40 | x86 |
`;

/** `product.msi` and `fix.msp`, a patch for it. */
function writeProduct(folder: string): void {
  const file = (content: string) => ({ key: 'tool', name: 'tool.txt', component: 'C', bytes: text(content) });
  const product = writeClient(join(folder, 'product'), '1.0.0', [file('old')]);
  cpSync(product, join(folder, 'product.msi'));
  const patch = buildSmallPatch(buildClient('1.0.0', [file('old')]), buildClient('1.0.1', [file('new')]), {
    tool: { whole: text('new') },
  });
  writePatch(folder, 'fix.msp', patch);
}

/** A staging run that examples take back. */
async function stageInto(folder: string): Promise<void> {
  const pkg = openPackage(join(folder, hotfix));
  try {
    await stagePackage(
      pkg.content,
      { client: join(folder, 'Client'), utility: join(folder, 'CCMCertFix') },
      {
        manifest: manifestFromCatalogue('977203'),
        createClientSource: true,
        record: join(folder, 'staging-record'),
      },
    );
  } finally {
    pkg.close();
  }
}

/** Words of a shell line; examples use no more than double quotes. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
}

/** Runs a line that begins with `hotfixkit`. */
export function runCommand(line: string, folder: string): Promise<CommandResult> {
  const [program, ...args] = words(line);
  if (program !== 'hotfixkit') throw new Error(`not a command of hotfixkit: ${line}`);
  return runWords(args, folder);
}

export interface CommandResult {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line that a shell has split. */
export async function runWords(args: readonly string[], folder: string): Promise<CommandResult> {
  let stdout = '';
  let stderr = '';
  const before = process.cwd();
  process.chdir(folder);
  try {
    const status = await main(args, {
      stdout: {
        write: (data) => (stdout += typeof data === 'string' ? data : new TextDecoder().decode(data)),
      },
      stderr: { write: (data) => (stderr += data) },
      env: {},
    });
    return { status, stdout, stderr };
  } finally {
    process.chdir(before);
  }
}

let count = 0;

/** Runs a module that imports `hotfixkit` or its entries; gives what it printed. */
export async function runModule(code: string, folder: string): Promise<unknown[][]> {
  const file = join(tests, `.example-${process.pid}-${count++}.ts`);
  const printed: unknown[][] = [];
  const { log } = console;
  const before = process.cwd();
  writeFileSync(file, ownEntries(code));
  process.chdir(folder);
  console.log = (...values: unknown[]) => void printed.push(values);
  try {
    await import(file);
  } finally {
    console.log = log;
    process.chdir(before);
    rmSync(file);
  }
  return printed;
}

/** The sources of this repository in place of the installed package. */
export function ownEntries(code: string): string {
  return code.replace(
    /from 'hotfixkit(?:\/(\w+))?'/g,
    (_, entry = 'index') => `from '../src/api/${entry}.js'`,
  );
}

export function readPage(path: string): string {
  return readFileSync(join(repository, path), 'utf8').replaceAll('\r\n', '\n');
}
