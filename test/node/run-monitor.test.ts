import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileSource } from '../../src/node/file-source.js';
import { OutputTransaction } from '../../src/node/output-transaction.js';
import {
  attachRunMonitor,
  beat,
  currentInput,
  enterCritical,
  leaveCritical,
  RunMonitor,
} from '../../src/node/run-monitor.js';
import { tempFolder } from '../support/temp-folder.js';

it('does not stop a run within what is critical, however deep, and once stopping does not let it in', () => {
  const monitor = new RunMonitor();
  attachRunMonitor(monitor);
  enterCritical();
  enterCritical();
  expect(monitor.stop()).toBe(false);
  leaveCritical();
  expect(monitor.stop()).toBe(false);
  leaveCritical();
  expect(monitor.stop()).toBe(true);
  expect(monitor.stop()).toBe(true);
});

it('names the file that is open, and the last one when none is', () => {
  const folder = tempFolder();
  const paths = ['a', 'ä'.repeat(60)].map((name) => join(folder, name));
  for (const path of paths) writeFileSync(path, 'x');
  const monitor = new RunMonitor();
  attachRunMonitor(new RunMonitor(monitor.memory));
  const outer = new FileSource(paths[0]!);
  const inner = new FileSource(paths[1]!);
  expect(monitor.input).toBe(paths[1]);
  inner.close();
  inner.close();
  expect(monitor.input).toBe(paths[0]);
  outer.close();
  expect(currentInput()).toBe(paths[0]);
});

it('cuts a path that is too long between characters', () => {
  const monitor = new RunMonitor();
  monitor.input = 'ä'.repeat(5000);
  expect(monitor.input).toBe('ä'.repeat(2048));
});

it('counts a file as progress only as far as it has not been read before', () => {
  const path = join(tempFolder(), 'large');
  writeFileSync(path, Buffer.alloc(4 << 20));
  const monitor = new RunMonitor();
  attachRunMonitor(monitor);
  const source = new FileSource(path);
  const read = (): number => {
    const before = monitor.beats;
    for (let at = 0; at < source.size; at += 1 << 19) source.read(at, 1 << 19);
    return monitor.beats - before;
  };
  expect(read()).toBe(4);
  expect(read()).toBe(0);
  source.close();
  const before = monitor.beats;
  beat();
  expect(monitor.beats).toBe(before + 1);
});

it('hears of an output folder before anything is made there, so that a signal has something to take back', async () => {
  const root = join(tempFolder(), 'new');
  const heard: [string, boolean][] = [];
  attachRunMonitor(new RunMonitor(), { outputFolder: (path) => heard.push([path, existsSync(path)]) });
  (await OutputTransaction.begin([root])).rollback();
  OutputTransaction.beginSingle(join(root, 'one')).rollback();
  attachRunMonitor(new RunMonitor());
  expect(heard).toEqual([
    [root, false],
    [join(root, 'one'), false],
  ]);
});
