import { pathToFileURL } from 'node:url';

/*
 * Runs command lines one after the other in this process, which has the shim preloaded: a start of Node for each would
 * take longer than most of the commands. Told by messages of its parent; the first argument is the built command line.
 */

const { main } = await import(pathToFileURL(process.argv[2]).href);

process.on('message', async ({ argv, pid }) => {
  if (pid !== 0) Object.defineProperty(process, 'pid', { value: pid, configurable: true });
  const out = [];
  const err = [];
  const status = await main(argv, {
    stdout: { write: (data) => out.push(Buffer.from(data)), isTTY: false, columns: 120 },
    stderr: { write: (data) => err.push(data), isTTY: false, columns: 120 },
    env: {},
  });
  process.send({ status, stdout: Buffer.concat(out).toString('utf8'), stderr: err.join('') });
});
process.send({ ready: true });
