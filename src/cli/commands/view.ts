import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { BufferSource, readAll } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { childEnvironment } from '../../node/child-environment.js';
import { FileSource } from '../../node/file-source.js';
import { pageWithAddress, pageWithPackage, readPage } from '../../node/page-file.js';
import { PageServer } from '../../node/page-server.js';
import { readFileWhole } from '../../node/read-file-whole.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { view as definition } from '../definitions/view.js';
import { ExitStatus } from '../exit-status.js';
import { filesBeside } from '../files-beside.js';
import { formatSize } from '../progress-bar.js';
import { refuseInput } from '../refuse-input.js';

/** Bytes of a package that is put into a page: browsers take no text that is much longer. */
const MOST_IN_PAGE = 256 * 2 ** 20;

export const view: Command<typeof definition> = {
  async run(context, { package: path }, { output, noBrowser }) {
    if (output !== undefined) return writePage(context, path, output);
    if (context.json) {
      throw new HotfixkitError('USAGE', 'view shows a page; --json goes with -o, or use info, list, tables');
    }
    return serve(context, path, noBrowser);
  },
};

async function writePage(context: Context, path: string, output: string): Promise<number> {
  refuseInput(output, path);
  const source = new FileSource(path);
  try {
    const beside = filesBeside(path);
    const size = beside.reduce((sum, one) => sum + one.size, source.size);
    if (size > MOST_IN_PAGE) {
      throw new HotfixkitError(
        'USAGE',
        'the package is too large to be put into a page; leave -o out to view it',
        { file: path, expected: `${MOST_IN_PAGE} bytes at most`, found: size },
      );
    }
    const others = beside.map((one) => ({ path: one.path, bytes: readFileWhole(one.file) }));
    const html = pageWithPackage(readPage(), basename(path), readAll(source), others);
    const bytes = new TextEncoder().encode(html);
    context.warnBeside(await writeFileAtomic(output, new BufferSource(bytes)));
    context.answer({ output, size: bytes.length }, () => [`${output}: ${formatSize(bytes.length)} written`]);
    return ExitStatus.done;
  } finally {
    source.close();
  }
}

async function serve(context: Context, path: string, isQuiet: boolean): Promise<number> {
  const source = new FileSource(path);
  const { size } = source;
  source.close();
  const page = readPage();
  const beside = filesBeside(path);
  const server = new PageServer({
    paths: [path, ...beside.map(({ file }) => file)],
    html: ([address, ...others]) =>
      pageWithAddress(page, {
        name: basename(path),
        size,
        address: address!,
        beside: beside.map((one, i) => ({
          path: one.path,
          size: one.size,
          address: others[i]!,
          modified: one.modified?.getTime() ?? 0,
        })),
      }),
  });
  const address = await server.start();
  const stop = (): void => server.close();
  context.signal?.addEventListener('abort', stop, { once: true });
  context.lines([address]);
  context.note('the server ends when the page is closed, or with Ctrl+C');
  if (!isQuiet) openBrowser(address, () => context.note('no browser was found; open the address in one'));
  await server.ended;
  return ExitStatus.done;
}

/** Hands an address to the system, which has no part of what was read. */
function openBrowser(address: string, onFailure: () => void): void {
  const [program, ...args] =
    process.platform === 'win32'
      ? ['rundll32.exe', 'url.dll,FileProtocolHandler', address]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', address];
  const child = spawn(program!, args, { stdio: 'ignore', detached: true, env: childEnvironment() });
  child.once('error', onFailure);
  child.once('exit', (code) => {
    if (code) onFailure();
  });
  child.unref();
}
