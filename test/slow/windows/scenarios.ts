import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ended, inputs, names, TOOL, type Tools, tree } from './tools.js';

/** What a packager does on Windows, and what must come of it. Throws where it does not. */
export interface Scenario {
  name: string;
  /** It is about what Node and its libuv do, and runs with each version of Node. */
  everywhere?: true;
  /** It needs options of Node, which the executable does not take. */
  needsNode?: true;
  run: (tools: Tools) => Promise<void>;
}

const OVER = ['--overwrite', 'always', '--quiet'];

function ended(is: Ended, code: number, text?: RegExp): Ended {
  const said = `${is.out}${is.err}`;
  assert.equal(is.code, code, said);
  assert.doesNotMatch(said, /bug of hotfixkit/);
  if (text) assert.match(said, text);
  return is;
}

const extract = (tools: Tools, pkg: string, to: string, ...more: string[]): Promise<Ended> =>
  tools.run(['extract', pkg, '-o', to, '--quiet', ...more]);

const image = (tools: Tools, pkg: string, target: string, ...more: string[]): Promise<Ended> =>
  tools.run(['msiexec', '/a', pkg, '/qn', `TARGETDIR=${target}`, ...more]);

/** The files of a package as extract writes them. */
async function extracted(tools: Tools, pkg: string): Promise<Record<string, string>> {
  ended(await extract(tools, pkg, tools.path('reference')), 0);
  return tree(tools.path('reference'))!;
}

/** Bits: 1 reading, 2 writing, 4 deleting. */
const shares: readonly [number, string][] = [
  [0, 'nothing'],
  [1, 'reading'],
  [2, 'writing'],
  [3, 'reading and writing'],
  [4, 'deleting'],
  [5, 'reading and deleting'],
  [6, 'writing and deleting'],
  [7, 'everything'],
];

/**
 * Runs a command while another program has a file open. Either all of it is done, or nothing is and the answer names the
 * file. When the file is free, the command is done.
 */
async function whileHeld(
  tools: Tools,
  { file, share, code, folder }: { file: string; share: number; code: number; folder: string },
  command: () => Promise<Ended>,
): Promise<void> {
  const before = tree(folder);
  const release = await tools.hold(file, share);
  const first = await command();
  if (first.code === 0) assert.ok((share & 4) !== 0, `done, though deleting was not shared: ${first.err}`);
  else {
    ended(first, code, /another program has it open/);
    const name = file.slice(file.lastIndexOf('\\') + 1);
    assert.ok(`${first.out}${first.err}`.includes(name), first.err);
    assert.match(first.err, /nothing was changed/);
    assert.match(first.err, /close that program/);
  }
  await release();
  if (first.code !== 0) {
    // What is left of the run is what it could not remove, and goes with the next one.
    const now = Object.entries(tree(folder)!).filter(([path]) => !path.startsWith('.hotfixkit'));
    assert.deepEqual(Object.fromEntries(now), before);
  }
  ended(await command(), 0);
  assert.deepEqual(
    names(folder).filter((path) => path.includes('.hotfixkit')),
    [],
  );
}

const held: Scenario[] = [
  ...shares.map(([share, what]) => ({
    name: `extract over a file that another program holds and shares for ${what}`,
    ...(share === 0 || share === 1 || share === 5 ? { everywhere: true as const } : {}),
    run: async (tools: Tools) => {
      const folder = tools.path('out');
      ended(await extract(tools, inputs.a, folder), 0);
      const file = `${folder}\\Small\\one.txt`;
      await whileHeld(tools, { file, share, code: 4, folder }, () =>
        tools.run(['extract', inputs.b, '-o', folder, ...OVER]),
      );
      assert.match(readFileSync(file, 'utf8'), /^B: one/);
    },
  })),
  {
    name: 'patch of an image of which a file is held',
    run: async (tools) => {
      const folder = tools.path('img');
      ended(await image(tools, inputs.product, folder), 0);
      const file = tools.path('img', names(folder).find((path) => path.endsWith('readme.txt'))!);
      await whileHeld(tools, { file, share: 3, code: 1603, folder }, () =>
        tools.run(['msiexec', '/a', `${folder}\\client.msi`, '/p', inputs.patch, '/qn']),
      );
      assert.match(readFileSync(file, 'utf8'), /^after the patch/);
    },
  },
  {
    name: 'a file that is let go after a moment is waited for',
    everywhere: true,
    run: async (tools) => {
      const folder = tools.path('out');
      ended(await extract(tools, inputs.a, folder), 0);
      const release = await tools.hold(`${folder}\\Small\\docs\\two.txt`, 0);
      const running = tools.run(['extract', inputs.b, '-o', folder, ...OVER]);
      // Longer than a file that is only read is waited for, and far shorter than one that is replaced: counted from when the
      // run is at work, however long it takes to start.
      await tools.appears(folder, /^\.hotfixkit-/);
      await sleep(2500);
      await release();
      ended(await running, 0);
      assert.match(readFileSync(`${folder}\\Small\\docs\\two.txt`, 'utf8'), /^B: two/);
    },
  },
  {
    name: 'a package that is held is named',
    run: async (tools) => {
      const pkg = tools.path('held.msi');
      copyFileSync(inputs.a, pkg);
      await tools.hold(pkg, 0);
      ended(await tools.run(['info', pkg]), 4, /held\.msi: cannot be (?:opened|read).*another program/);
      ended(await image(tools, pkg, tools.path('img')), 1619, /held\.msi/);
      assert.equal(existsSync(tools.path('img')), false);
    },
  },
  {
    name: 'a log that is held is named',
    run: async (tools) => {
      writeFileSync(tools.path('x.log'), 'old');
      await tools.hold(tools.path('x.log'), 1);
      ended(await image(tools, inputs.a, tools.path('img'), '/l*v', tools.path('x.log')), 1622, /x\.log/);
    },
  },
  {
    name: 'a program that runs is replaced or left as it is',
    everywhere: true,
    run: async (tools) => {
      const folder = tools.path('out');
      ended(await extract(tools, inputs.a, folder), 0);
      const exe = `${folder}\\Small\\tool.exe`;
      copyFileSync(TOOL, exe);
      const before = tree(folder);
      const stop = await tools.start(exe, ['hold', exe, '5', '200000']);
      const first = await tools.run(['extract', inputs.b, '-o', folder, ...OVER]);
      if (first.code !== 0) {
        ended(first, 4, /tool\.exe: .*another program has it open.*nothing was changed/);
        assert.deepEqual(tree(folder), before);
      }
      await stop();
      ended(await tools.run(['extract', inputs.b, '-o', folder, ...OVER]), 0);
      assert.ok(statSync(exe).size < 20_000);
    },
  },
  {
    name: 'a folder that is held',
    run: async (tools) => {
      const folder = tools.path('out');
      ended(await extract(tools, inputs.a, folder), 0);
      await tools.hold(`${folder}\\Small`, 0);
      const is = await tools.run(['extract', inputs.b, '-o', folder, ...OVER]);
      if (is.code !== 0) ended(is, 4, /nothing was changed/);
    },
  },
  {
    name: 'a virus scanner at work',
    everywhere: true,
    run: async (tools) => {
      const folder = tools.path('img');
      mkdirSync(folder);
      const stop = await tools.scan(folder, 1, 120);
      ended(await image(tools, inputs.product, folder), 0);
      ended(await tools.run(['msiexec', '/a', `${folder}\\client.msi`, '/p', inputs.patch, '/qn']), 0);
      ended(await extract(tools, inputs.a, `${folder}\\x`), 0);
      ended(await tools.run(['extract', inputs.b, '-o', `${folder}\\x`, ...OVER]), 0);
      await stop();
      const readme = names(folder).find((path) => path.endsWith('readme.txt'))!;
      assert.match(readFileSync(tools.path('img', readme), 'utf8'), /^after the patch/);
    },
  },
];

const MANIFEST = ['--kb', '977203'];

const staging: Scenario[] = [
  {
    name: 'undo in another letter case and with other slashes',
    run: async (tools) => {
      const client = tools.path('Source', 'Client');
      const stage = ['stage', inputs.standIn, ...MANIFEST, '--create-client-source', '--quiet'];
      ended(await tools.run([...stage, '--client-source', client]), 0);
      assert.ok(names(tools.path('Source')).length > 2);
      const other = client.toUpperCase().replaceAll('\\', '/');
      ended(await tools.run(['stage', '--undo', ...MANIFEST, '--client-source', other, '--quiet']), 0);
      assert.deepEqual(names(tools.path('Source')), []);
    },
  },
  {
    name: 'undo in the root of a drive',
    run: async (tools) => {
      const before = readdirSync('G:\\');
      const stage = ['stage', inputs.standIn, ...MANIFEST, '--create-client-source', '--quiet'];
      const where = ['--client-source', 'G:\\Client', '--utility-source', 'G:\\', '--record', 'G:\\rec'];
      ended(await tools.run([...stage, ...where]), 0);
      assert.ok(existsSync('G:\\Ccmcertfix.exe'));
      ended(await tools.run(['stage', '--undo', ...MANIFEST, ...where, '--quiet']), 0);
      assert.deepEqual(readdirSync('G:\\'), before);
    },
  },
  {
    name: 'undo where \\\\?\\, \\\\.\\ or \\??\\ stands in front',
    run: async (tools) => {
      const parent = tools.path('new', 'parent');
      const stage = ['stage', inputs.standIn, ...MANIFEST, '--create-client-source', '--quiet'];
      const undo = ['stage', '--undo', ...MANIFEST, '--quiet'];
      for (const [from, to] of [
        [`\\\\?\\${parent}\\Client`, `${parent}\\Client`],
        [`${parent}\\Client`, `//?/${parent.toLowerCase()}\\client`],
        ['\\\\?\\G:\\verbatim\\Client', '\\\\?\\g:\\verbatim\\Client'],
        [`\\\\.\\${parent}\\Client`, `${parent}\\Client\\`],
        [`${parent}\\Client`, `//./${parent.toUpperCase()}\\client`],
        [`\\??\\${parent}\\Client`, `\\\\.\\${parent}\\Client`],
      ] as const) {
        ended(await tools.run([...stage, '--client-source', from]), 0);
        ended(await tools.run([...stage, '--client-source', to]), 0);
        const is = ended(await tools.run([...undo, '--client-source', to]), 0);
        assert.equal(is.err, '');
        assert.equal(existsSync(tools.path('new')), false);
      }
      assert.equal(existsSync('G:\\verbatim'), false);
    },
  },
  {
    name: 'stage again in another letter case changes nothing',
    run: async (tools) => {
      const client = tools.path('Client');
      const stage = ['stage', inputs.standIn, ...MANIFEST, '--create-client-source', '--quiet'];
      ended(await tools.run([...stage, '--client-source', client]), 0);
      const record = readdirSync(tools.work).find((name) => name.endsWith('-undo'))!;
      const before = readFileSync(tools.path(record, 'record.json'), 'utf8');
      ended(await tools.run([...stage, '--client-source', client.toLowerCase()]), 0);
      assert.equal(
        (JSON.parse(readFileSync(tools.path(record, 'record.json'), 'utf8')) as { files: [] }).files.length,
        (JSON.parse(before) as { files: [] }).files.length,
      );
    },
  },
];

const paths: Scenario[] = [
  {
    name: 'C:\\*.log is in the root, wherever one is',
    run: async (tools) => {
      ended(await image(tools, inputs.a, tools.path('img'), '/l*v', 'E:\\root.log'), 0);
      const is = ended(await tools.run(['diagnose', 'E:\\*.log', '--json']), 0);
      assert.match(is.out, /root\.log/);
    },
  },
  {
    name: 'the root of a drive behind \\\\?\\, \\\\.\\ and \\??\\',
    run: async (tools) => {
      for (const root of ['\\\\?\\F:\\', '\\\\.\\F:\\', '\\??\\F:\\', '//./F:/']) {
        ended(await tools.run(['extract', inputs.standIn, '-o', root, ...OVER]), 0);
        ended(await tools.run(['verify', root, ...MANIFEST]), 0);
        ended(await image(tools, inputs.a, root, '/l*v', `${root}verbatim.log`), 0);
        assert.ok(existsSync('F:\\A.msi'));
        assert.match(ended(await tools.run(['diagnose', `${root}*.log`, '--json']), 0).out, /verbatim\.log/);
        ended(await tools.run(['list', root, '-o', `${root}list.txt`]), 0);
        ended(await tools.run(['recover', root]), 0);
        assert.ok(existsSync('F:\\list.txt'));
      }
    },
  },
  {
    name: 'the root of a drive behind \\\\.\\ as the client source',
    run: async (tools) => {
      const record = ['--record', 'E:\\drive-record', '--utility-source', '//./E:/drive-utility'];
      const where = ['--client-source', '\\\\.\\E:\\', ...record];
      const stage = ['stage', inputs.standIn, ...MANIFEST, '--create-client-source', '--quiet'];
      ended(await tools.run([...stage, ...where]), 0);
      const staged = 'E:\\i386\\hotfix\\KB977203';
      assert.ok(existsSync(staged));
      ended(await tools.run(['stage', '--undo', ...MANIFEST, '--quiet', ...where]), 0);
      assert.equal(existsSync(staged), false);
      assert.equal(existsSync('E:\\drive-record'), false);
      assert.equal(existsSync('E:\\drive-utility'), false);
    },
  },
  {
    name: 'a device is no file',
    run: async (tools) => {
      for (const device of ['\\\\.\\NUL', '\\\\.\\PhysicalDrive0', '//./pipe/x']) {
        ended(await tools.run(['info', device]), 2, /names a device/);
        ended(await tools.run(['extract', inputs.a, '-o', device]), 2, /names a device/);
      }
    },
  },
  {
    name: 'one log in four spellings is one',
    run: async (tools) => {
      ended(await image(tools, inputs.a, tools.path('img'), '/l*v', tools.path('one.log')), 0);
      const log = tools.path('one.log');
      const spellings = [
        log,
        log.toUpperCase(),
        log.replaceAll('\\', '/'),
        `\\\\?\\${log}`,
        'one.log',
        '*.log',
      ];
      const is = ended(await tools.run(['diagnose', ...spellings, '--json']), 0);
      assert.equal(is.out.match(/one\.log"/gi)?.length, 1, is.out);
    },
  },
  {
    name: 'a backslash before the closing quotation mark',
    run: async (tools) => {
      ended(await tools.typed(`extract ${inputs.a} -o "${tools.path('my out')}\\" --quiet`), 0);
      assert.ok(existsSync(tools.path('my out', 'Small', 'one.txt')));
      ended(await tools.typed(`msiexec /a ${inputs.a} TARGETDIR="${tools.path('my img')}\\" /qn`), 0);
      assert.ok(existsSync(tools.path('my img', 'Small', 'one.txt')));
      const torn = `extract ${inputs.a} -o "${tools.path('a b')}\\" --only "*one two.txt" --only "*one.txt"`;
      // It is a pattern of its own that fits nothing.
      ended(await tools.typed(torn), 1, /one two\.txt/);
      assert.ok(existsSync(tools.path('a b', 'Small', 'one.txt')));
      ended(await tools.typed(`extract ${inputs.a} -o "t 6\\" --quiet`), 0);
      assert.ok(existsSync(tools.path('t 6', 'Small', 'one.txt')));
      const log = tools.path('log a.txt');
      const line = `msiexec /a ${inputs.a} /qn TARGETDIR="${tools.path('m one')}\\" /l*v "${log}" COMMENTS="x y"`;
      ended(await tools.typed(line), 0);
      assert.ok(existsSync(tools.path('m one', 'Small', 'one.txt')));
      assert.ok(existsSync(log));
    },
  },
  {
    name: 'paths longer than 260 characters',
    run: async (tools) => {
      const parts = Array.from({ length: 6 }, (_, i) => `part-${i}-${'x'.repeat(60)}`);
      const target = tools.path(...parts);
      ended(await image(tools, inputs.standIn, target, '/l*v', tools.path('long.log')), 0);
      ended(await tools.run(['verify', target, '--kb', '977203', '--quiet']), 0);
      ended(await image(tools, inputs.standIn, target), 0);
      ended(await tools.run(['extract', inputs.a, '-o', `\\\\?\\${target}\\x`, ...OVER]), 0);
      ended(await tools.run(['list', `${target}\\SCCM2007-SP2-KB977203-ENU.msi`, '--json']), 0);
      const long = await extract(tools, inputs.a, tools.path('y'.repeat(300)));
      ended(long, 4, /too long|no file can be written there/);
    },
  },
  ...['Ω 日本 ß', "#%&'()[]{}!@^~`,;=+ -", '%TEMP% -o'].map((name) => ({
    name: `a folder named ${name}`,
    run: async (tools: Tools) => {
      const folder = tools.path(name);
      mkdirSync(folder);
      copyFileSync(inputs.a, `${folder}\\${name}.msi`);
      const pkg = `${folder}\\${name}.msi`;
      ended(await image(tools, pkg, `${folder}\\img`, '/l*v', `${folder}\\x.log`), 0);
      ended(await extract(tools, pkg, `${folder}\\out`), 0);
      const is = ended(await tools.run(['list', pkg, '--json']), 0);
      assert.equal((JSON.parse(is.out) as { files?: [] }).files === undefined, false, is.out);
      ended(await tools.run(['diagnose', `${folder}\\*.log`, '--json']), 0);
      const typed = `"${folder}\\typed"`;
      ended(await tools.typed(`extract "${pkg}" -o ${typed} --quiet`), 0);
      assert.deepEqual(names(`${folder}\\typed`), names(`${folder}\\out`));
    },
  })),
  {
    name: 'paths with \\\\?\\ in front',
    everywhere: true,
    run: async (tools) => {
      const reference = await extracted(tools, inputs.a);
      const long = (path: string): string => `\\\\?\\${path}`;
      ended(await extract(tools, long(inputs.a), long(tools.path('out'))), 0);
      assert.deepEqual(tree(tools.path('out')), reference);
      ended(await extract(tools, `//?/${inputs.a.replaceAll('\\', '/')}`, tools.path('out2')), 0);
      ended(
        await image(tools, long(inputs.a), long(tools.path('img')), '/l*v', long(tools.path('l.log'))),
        0,
      );
      ended(await tools.run(['diagnose', long(tools.path('*.log')), '--json']), 0);
      ended(await tools.run(['extract', inputs.b, '-o', long(tools.path('out')), ...OVER]), 0);
      assert.match(readFileSync(tools.path('out', 'Small', 'one.txt'), 'utf8'), /^B/);
    },
  },
  {
    name: 'other drives, in every direction',
    run: async (tools) => {
      const reference = await extracted(tools, inputs.a);
      copyFileSync(inputs.a, 'E:\\a.msi');
      ended(await extract(tools, 'E:\\a.msi', tools.path('from')), 0);
      assert.deepEqual(tree(tools.path('from')), reference);
      ended(await image(tools, inputs.product, 'E:\\other\\img'), 0);
      const patch = ['msiexec', '/a', 'e:/other/IMG/client.msi', '/p', inputs.patch, '/qn'];
      ended(await tools.run(patch), 0);
      ended(await tools.run(['extract', 'a.msi', '-o', 'other\\rel', '--quiet'], { cwd: 'E:\\' }), 0);
      assert.deepEqual(tree('E:\\other\\rel'), reference);
      ended(await tools.run(['prepare', inputs.standIn, ...MANIFEST, '-o', 'E:\\other\\prep', '--quiet']), 0);
    },
  },
  {
    name: 'a path to read that Windows would read differently',
    run: async (tools) => {
      ended(await tools.run(['list', `${inputs.a}.`]), 2, /give "C:\\inputs\\A\.msi"/);
      ended(await tools.run(['list', 'NUL']), 2, /device/);
      ended(await tools.run(['verify', `${tools.work}.`, ...MANIFEST]), 2, /dots and blanks/);
    },
  },
  {
    name: 'a server without a share is no folder',
    run: async (tools) => {
      for (const path of ['\\\\server', '//server', '\\\\server\\', '\\\\', '\\\\?\\UNC\\server']) {
        ended(await extract(tools, inputs.a, path), 2, /names no share/);
        ended(await image(tools, inputs.a, path), 1603, /names no share/);
        ended(await tools.run(['list', path]), 2, /names no share/);
      }
      assert.equal(existsSync('C:\\server'), false);
      assert.equal(existsSync('C:\\Small'), false);
    },
  },
  {
    name: 'a log that is read-only',
    run: async (tools) => {
      const log = tools.path('x.log');
      writeFileSync(log, '');
      chmodSync(log, 0o444);
      ended(await image(tools, inputs.a, tools.path('img'), '/l*v', log), 1622, /this file is read-only/);
      chmodSync(log, 0o666);
    },
  },
  {
    name: 'files that are read-only',
    everywhere: true,
    run: async (tools) => {
      const folder = tools.path('out');
      ended(await extract(tools, inputs.a, folder), 0);
      for (const path of names(folder)) chmodSync(tools.path('out', path), 0o444);
      ended(await tools.run(['extract', inputs.b, '-o', folder, ...OVER]), 0);
      assert.match(readFileSync(`${folder}\\Small\\one.txt`, 'utf8'), /^B/);
      const img = tools.path('img');
      ended(await image(tools, inputs.product, img), 0);
      for (const path of names(img)) chmodSync(tools.path('img', path), 0o444);
      ended(await tools.run(['msiexec', '/a', `${img}\\client.msi`, '/p', inputs.patch, '/qn']), 0);
      ended(await image(tools, inputs.product, img), 0);
      assert.deepEqual(
        [...names(img), ...names(folder)].filter((path) => path.includes('.hotfixkit')),
        [],
      );
    },
  },
];

/** A path that other programs could not reach, what is said of it, and whether it names a file or a folder. */
const unreachable: readonly [string, RegExp][] = [
  ['td.', /leaves out dots and blanks.*give ".*td"/],
  ['tb ', /leaves out dots and blanks.*give ".*tb"/],
  ['deep. \\below', /give ".*deep\\below"/],
  ['con', /device/],
  ['NUL.txt', /device/],
  ['sub\\lpt1', /device/],
  ['a:b', /current folder|no name can have ":"/],
  ['x\\a:b', /no name can have ":"/],
  ['a?b', /no name can have "\?"/],
];

const refused: Scenario[] = unreachable.map(([path, what], i) => ({
  name: `${JSON.stringify(path)} as a path to write to`,
  run: async (tools: Tools) => {
    const target = path === 'a:b' ? path : tools.path(path);
    const all: readonly [readonly string[], number][] = [
      [['extract', inputs.a, '-o', target], 2],
      [['msiexec', '/a', inputs.a, '/qn', `TARGETDIR=${target}`], 1603],
      [['tables', inputs.a, 'File', '--format', 'csv', '-o', target], 2],
      [['msiexec', '/a', inputs.a, '/qn', `TARGETDIR=${tools.path('img')}`, '/l*v', target], 1622],
    ];
    for (const [argv, code] of [all[i % 4]!, all[(i + 1) % 4]!]) ended(await tools.run(argv), code, what);
    assert.deepEqual(readdirSync(tools.work), []);
  },
}));

const installer: Scenario[] = [
  {
    name: 'no TARGETDIR goes to no drive’s root',
    run: async (tools) => {
      const before = ['C:\\', 'E:\\'].map((drive) =>
        readdirSync(drive).filter((name) => /small/i.test(name)),
      );
      const is = ended(await tools.run(['msiexec', '/a', inputs.a, '/qn']), 1603, /TARGETDIR=folder/);
      assert.match(is.err, /ROOTDRIVE=/);
      ended(await tools.run(['msiexec', '/a', inputs.a, '/qn', 'TARGETDIR=']), 1603);
      const after = ['C:\\', 'E:\\'].map((drive) => readdirSync(drive).filter((name) => /small/i.test(name)));
      assert.deepEqual(after, before);
      assert.deepEqual(readdirSync(tools.work), []);
    },
  },
  {
    name: 'a root that is asked for',
    run: async (tools) => {
      ended(await tools.run(['msiexec', '/a', inputs.a, '/qn', 'ROOTDRIVE=F:\\']), 0);
      ended(await tools.run(['msiexec', '/a', inputs.b, '/qn', 'TARGETDIR=F:\\']), 0);
      assert.ok(existsSync('F:\\Small\\one.txt'));
    },
  },
  {
    name: 'patch in place',
    everywhere: true,
    run: async (tools) => {
      const img = tools.path('img');
      ended(await image(tools, inputs.product, img), 0);
      const is = ended(
        await tools.run(['msiexec', '/a', `${img}\\client.msi`, '/p', inputs.patch, '/qn']),
        0,
      );
      assert.doesNotMatch(is.err, /warning/);
      const files = tree(img)!;
      assert.ok(Object.keys(files).some((path) => path.endsWith('added.txt')));
      assert.ok(!Object.keys(files).some((path) => /gone\.txt|\.hotfixkit/.test(path)), names(img).join());
      const once = tools.path('once');
      ended(await image(tools, inputs.product, once, '/p', inputs.patch), 0);
      assert.deepEqual(names(once), names(img));
    },
  },
  {
    name: 'exit codes with all their bits',
    everywhere: true,
    run: async (tools) => {
      const target = tools.path('img');
      ended(await image(tools, 'C:\\none.msi', target), 1619);
      ended(await tools.run(['msiexec', '/a']), 1639);
      ended(
        await tools.run(['msiexec', '/a', inputs.a, '/p', inputs.patch, '/qn', `TARGETDIR=${target}`]),
        1642,
      );
      writeFileSync(tools.path('no.msi'), 'this is no package at all');
      ended(await image(tools, tools.path('no.msi'), target), 1620);
      ended(await image(tools, inputs.a, target, '/l*v', tools.path('none', 'x.log')), 1622);
      for (const code of [1602, 0x80070005]) {
        const env = { HOTFIXKIT_MSIEXEC: TOOL, TOOL_EXIT: String(code), TOOL_LINE: tools.path('line') };
        const line = ['msiexec', '--engine', 'native', '/a', 'my x.msi', '/qn', `TARGETDIR=${target} y`];
        ended(await tools.run(line, { env }), code);
        const got = readFileSync(tools.path('line'), 'utf16le');
        assert.match(got, /^"?C:\\tool\.exe"? \/a "my x\.msi" \/qn TARGETDIR="[^"]* y"$/);
      }
      const env = { HOTFIXKIT_MSIEXEC: 'C:\\none\\msiexec.exe' };
      const none = ['msiexec', '--engine', 'native', '/a', 'x.msi', '/qn'];
      assert.match((await tools.run(none, { env })).err, /there is no such program/);
    },
  },
  {
    name: 'msiexec as it is typed on Windows',
    run: async (tools) => {
      ended(await tools.run(['msiexec', '/?']), 0, /TARGETDIR/);
      ended(await tools.run(['/?']), 0, /Usage: hotfixkit <command>/);
      ended(await tools.run(['list', inputs.a, '/?']), 0, /Usage: hotfixkit list/);
      const programs = ['msiexec.exe', 'MSIEXEC', 'C:\\Windows\\System32\\msiexec.exe'];
      for (const [i, program] of programs.entries()) {
        ended(await tools.run([program, '/a', inputs.a, '/qb', `targetdir=${tools.path(String(i))}`]), 0);
        assert.ok(existsSync(tools.path(String(i), 'Small', 'one.txt')));
      }
      ended(await tools.typed(`msiexec /A "${inputs.a}" /Quiet TARGETDIR = "${tools.path('t t')}"`), 0);
      assert.ok(existsSync(tools.path('t t', 'Small', 'one.txt')));
    },
  },
  {
    name: 'one document with --json, whatever happens',
    run: async (tools) => {
      const lines: [readonly string[], number][] = [
        [['info', inputs.a], 0],
        [['list', inputs.a], 0],
        [['extract', inputs.a, '-o', tools.path('Ω 日本')], 0],
        [['extract', inputs.a, '-o', tools.path('con')], 2],
        [['info', 'C:\\none.msi'], 4],
        [['msiexec', '/a', inputs.a, '/qn'], 1603],
      ];
      for (const [argv, code] of lines) {
        const is = ended(await tools.run([...argv, '--json']), code);
        assert.doesNotThrow(() => JSON.parse(is.out), is.out);
      }
    },
  },
  {
    name: 'Ctrl-C',
    everywhere: true,
    run: async (tools) => {
      const folder = tools.path('img');
      const line = `msiexec /a ${inputs.standIn} /qn TARGETDIR=${folder}`;
      ended(
        await tools.pressCtrlC(`${folder}\\.hotfixkit-*`, line),
        1602,
        /interrupted; nothing was changed/,
      );
      assert.equal(existsSync(folder), false);
    },
  },
  {
    name: 'a run that is killed is taken back or completed by recover',
    needsNode: true,
    everywhere: true,
    run: async (tools) => {
      const folder = tools.path('img');
      const reference = tools.path('reference');
      const killer = ['--require', 'C:\\kill-at.cjs'];
      ended(await image(tools, inputs.product, reference), 0);
      const old = tree(reference);
      ended(await image(tools, inputs.product, folder), 0);
      const patch = ['msiexec', '/a', `${folder}\\client.msi`, '/p', inputs.patch, '/qn'];
      let killed = 0;
      for (const at of [10, 12, 25, 38]) {
        const is = await tools.run(patch, { node: killer, env: { KILL_AT: String(at) } });
        if (is.code === 0) break;
        killed++;
        ended(await tools.run(['recover', folder.toLowerCase()]), 0);
        const now = tree(folder)!;
        assert.equal(
          Object.keys(now).some((path) => path.includes('.hotfixkit')),
          false,
        );
        const readme = Object.entries(now).find(([path]) => path.endsWith('readme.txt'))![1];
        if (/^after/.test(readme)) break;
        assert.deepEqual(Object.keys(now), Object.keys(old!));
      }
      assert.ok(killed > 0);
    },
  },
  {
    name: 'every command at work',
    run: async (tools) => {
      const lines: readonly string[][] = [
        ['--version'],
        ['info', inputs.standIn],
        ['list', inputs.standIn],
        ['tables', inputs.a, 'Property'],
        ['streams', inputs.a],
        ['versions', inputs.standIn],
        ['diff', inputs.a, inputs.b],
        ['verify', inputs.standIn, '--kb', '977203'],
        ['manifest', 'list'],
        ['prepare', inputs.standIn, '--kb', '977203', '-o', tools.path('prepared'), '--quiet'],
        ['verify', tools.path('prepared'), '--kb', 'all', '--state', tools.path('s.state'), '--only-present'],
        ['verify', tools.path('PREPARED'), '--kb', 'all', '--state', tools.path('s.state'), '--only-present'],
      ];
      for (const argv of lines) {
        const { code, err } = await tools.run(argv);
        assert.equal(code, argv[0] === 'diff' ? 1 : 0, `${argv.join(' ')}: ${err}`);
      }
    },
  },
];

export const scenarios: readonly Scenario[] = [...held, ...staging, ...paths, ...refused, ...installer];
