import {
  decodeArticle,
  diagnoseLogs,
  evaluateCondition,
  formatClientProperties,
  formatRecord,
  formatText,
  HotfixkitError,
  importArticle,
  junitSuite,
  listCatalogue,
  listPackage,
  type Manifest,
  manifestFromCatalogue,
  openPackage,
  parseClientProperties,
  parseCondition,
  parseManifest,
  parseMsiexecArguments,
  parseMsiexecCommandLine,
  parsePackageName,
  parseRequirement,
  parseWhere,
  planExtract,
  planTaskSequence,
  readManifestFile,
  readTaskSequenceEdit,
  renderJunit,
  renderVerifyMarkdown,
  requirementFilter,
  safePath,
  TaskSequence,
  verifyFiles,
} from '../../src/index.js';
import { cabinetOf } from '../../test/support/container-builder.js';
import { harmlessEntries, logEntry, published } from '../../test/support/log-builder.js';
import { exportedTaskSequence } from '../../test/support/task-sequence.js';
import { memo } from '../memo.js';
import { mutateBytes } from '../mutate/bytes.js';
import { mutateText } from '../mutate/text.js';
import type { Random } from '../random.js';
import type { Seed } from '../seeds.js';
import { Broken, bytesOf, type FuzzCase, type Target, textOf, tolerate } from '../target.js';

const seed = (name: string, text: string): Seed => ({ name, bytes: bytesOf(text) });

/** Text of a seed, altered, in one of the encodings that such files come in, now and then with damaged bytes. */
function mutatedFile(
  random: Random,
  seeds: readonly Seed[],
  encodings: readonly ('utf16le' | 'utf8')[],
): FuzzCase {
  const from = random.pick(seeds);
  const other = textOf(random.pick(seeds).bytes);
  const text = mutateText(random, textOf(from.bytes), [textOf(from.bytes), other]);
  const encoding = random.chance(0.2) ? random.pick(encodings) : 'utf8';
  const encoded = encoding === 'utf16le' ? Buffer.from(`\ufeff${text}`, 'utf16le') : bytesOf(text);
  const bytes = random.chance(0.15) ? mutateBytes(random, encoded) : new Uint8Array(encoded);
  return { bytes, seed: from.name, choice: random.word() };
}

const tableLines = `Hotfix 977203

File name\tFile version\tFile size\tDate\tTime\tPlatform\tFolder
Ccmcertfix.exe\t4.0.6487.2111\t17,768\t25-Jan-2010\t06:27\tx86\tNot applicable
Smpmgr.dll\t4.0.6487.2111\t90,472\t25-Jan-2010\t06:27\tx64\tAmd64
Mcs.msi\tNot Applicable\t7,204,864\t25-Jan-2010\t13:05\tNot Applicable\ti386

APPLIES TO
Microsoft System Center Configuration Manager 2007 Service Pack 2
`;

const htmlOf = (text: string): string =>
  `<html><body><h1>A hotfix</h1><table>${text
    .split('\n')
    .slice(0, 60)
    .map(
      (line) =>
        `<tr>${line
          .split(/\t| {2,}/)
          .map((cell) => `<td>${cell.replaceAll('<', '&lt;')}</td>`)
          .join('')}</tr>`,
    )
    .join('')}</table></body></html>`;

export const article: Target = {
  name: 'article',
  about: 'articles as text and HTML; what is imported is a valid manifest',
  prepare(pool) {
    const texts = [seed('built/table.txt', tableLines), ...pool.articles(60_000)];
    const seeds = [...texts, ...texts.map(({ name, bytes }) => seed(`${name}.html`, htmlOf(textOf(bytes))))];
    return {
      seeds,
      make: (random) => mutatedFile(random, seeds, ['utf16le', 'utf8']),
      run({ bytes }) {
        const manifest = importArticle(decodeArticle(bytes));
        let again: Manifest;
        try {
          again = parseManifest(JSON.parse(JSON.stringify(manifest)));
        } catch (error) {
          if (!(error instanceof HotfixkitError)) throw error;
          throw new Broken('round-trip', `what was imported is refused: ${error.code}`);
        }
        verifyFiles([], again);
      },
    };
  },
};

export const log: Target = {
  name: 'log',
  about: 'client logs in every layout and encoding, looked through for symptoms',
  prepare() {
    const manifest = memo(() => manifestFromCatalogue('977203'));
    const seeds = [
      seed('built/cmtrace.log', logEntry(published.en) + harmlessEntries(30) + logEntry(published.vi)),
      seed('built/plain.log', `plain line\r\n${published.en}\r\n${published['zh-CN']}\n`),
      seed(
        'built/lines.log',
        `<![LOG[a\nmany ${published.en}\n]LOG]!><time="1:2:3" date="1-1-2010" component="x">`,
      ),
      seed(
        'built/legacy.log',
        `${published.en}  $$<ccmexec><01-25-2010 06:27:02.123+420><thread=1234 (0x4D2)>\r\n`,
      ),
    ];
    return {
      seeds,
      make: (random) => mutatedFile(random, seeds, ['utf16le', 'utf8']),
      async run({ bytes }, world) {
        JSON.stringify(await diagnoseLogs([world.write('ccmexec.log', bytes)], [manifest()]));
      },
    };
  },
};

const request = {
  patches: ['i386/hotfix/KB977203/x.msp'],
  packageId: null,
  properties: { FSP: 'a&b<c>' },
  utility: { name: 'ccmcertfix', program: 'ccmcertfix', packageId: 'ABC00042' },
};

export const taskSequence: Target = {
  name: 'task-sequence',
  about: 'exported task sequences: edited, and edited once more without any change',
  prepare() {
    const whole = exportedTaskSequence();
    const seeds = [
      seed('built/export.xml', whole),
      seed('built/step.xml', whole.slice(whole.indexOf('<sequence '))),
    ];
    return {
      seeds,
      make: (random) => mutatedFile(random, seeds, ['utf16le']),
      run({ bytes }, world) {
        const edit = readTaskSequenceEdit(world.write('ts.xml', bytes), request);
        if (edit.changes.length === 0) return;
        // Both edits see the same text, so that nothing but the plan is compared.
        const again = planTaskSequence(TaskSequence.parse(edit.text), request);
        if (again.changes.length > 0) {
          throw new Broken(
            'round-trip',
            `a second edit changes ${JSON.stringify(again.changes).slice(0, 200)}`,
          );
        }
        readTaskSequenceEdit(world.write('ts2.xml', edit.bytes), request);
      },
    };
  },
};

export const manifest: Target = {
  name: 'manifest',
  about: 'manifests: read, verified against nothing, reported',
  prepare() {
    const texts = listCatalogue()
      .slice(0, 8)
      .flatMap(({ kb }) => (kb ? [[kb, JSON.stringify(manifestFromCatalogue(kb))] as const] : []));
    const seeds = texts
      .filter(([, text]) => text.length < 60_000)
      .map(([kb, text]) => seed(`built/${kb}.json`, text));
    return {
      seeds,
      make(random) {
        if (random.chance(0.5)) return mutatedFile(random, seeds, ['utf16le']);
        const from = random.pick(seeds);
        const text = JSON.stringify(mutateJson(random, JSON.parse(textOf(from.bytes))));
        return { bytes: bytesOf(text), seed: from.name, choice: random.word() };
      },
      async run({ bytes }, world) {
        const read = readManifestFile(world.write('manifest.json', bytes));
        const result = verifyFiles([], read);
        renderVerifyMarkdown(result);
        renderJunit([junitSuite(result)]);
        // Its symptoms are looked for in a log: they are patterns that the manifest chose.
        const path = world.write('a.log', logEntry(published.en) + logEntry(' '.repeat(2000)));
        await diagnoseLogs([path], [read]).catch((error: unknown) => {
          if (!(error instanceof HotfixkitError)) throw error;
        });
      },
    };
  },
};

/** JSON with one value exchanged, repeated or taken away, somewhere inside. */
export function mutateJson(random: Random, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || random.chance(0.1)) return otherValue(random, value);
  if (Array.isArray(value)) {
    if (value.length === 0) return [otherValue(random, null)];
    const at = random.below(value.length);
    if (random.chance(0.1)) return value.filter((_, i) => i !== at);
    if (random.chance(0.1)) {
      return [...value, ...Array.from({ length: random.pick([1, 30, 2000]) }, () => value[at])];
    }
    return value.map((one, i) => (i === at ? mutateJson(random, one) : one));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { a: otherValue(random, null) };
  const at = random.below(entries.length);
  if (random.chance(0.1)) return Object.fromEntries(entries.filter((_, i) => i !== at));
  return Object.fromEntries(
    entries.map(([key, one], i): [string, unknown] => [key, i === at ? mutateJson(random, one) : one]),
  );
}

function otherValue(random: Random, old: unknown): unknown {
  if (typeof old === 'string' && random.chance(0.7)) return mutateText(random, old);
  return random.pick<unknown>([
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    '',
    'x'.repeat(5000),
    '../x',
    '/x',
    [],
    {},
    [[[]]],
  ]);
}

interface TextKind {
  name: string;
  samples: readonly string[];
  run(text: string): void;
}

const context = {
  property: (name: string): string | null => ({ A: '1', B: 'x', C: '', ProductName: 'P' })[name] ?? null,
  environment: (name: string): string | null => (name === 'PATH' ? '/bin' : null),
  filePath: (key: string): string => `/f/${key}`,
  componentFolder: (key: string): string => `/c/${key}\\`,
  componentAction: (): number => 3,
  componentState: (): null => null,
  featureAction: (): number => 3,
  featureState: (): number => 2,
};
const row = { Component_: 'C1', FileSize: 3, Version: null, File: 'x', Name: 'a'.repeat(40), x: 1 };

/** Members whose names patterns have something to do with. */
const named = memo(() =>
  cabinetOf(Object.fromEntries([`${'a-'.repeat(40)}.cab`, 'b/c.txt'].map((n) => [n, 'x']))),
);

const kinds: readonly TextKind[] = [
  {
    name: 'condition',
    samples: [
      'NOT Installed AND (VersionNT >= 600 OR "a" ~= "b") XOR $comp=3 IMP &feat><3',
      '((A) EQV B) AND NOT (C<>%PATH)',
      'A=1 and B << "x" or !c >> 4',
    ],
    run(text) {
      const first = evaluateCondition(parseCondition(text), context);
      const again = tolerate(() => evaluateCondition(parseCondition(text), context));
      if (first !== again) throw new Broken('round-trip', 'a condition has two values');
    },
  },
  {
    name: 'formatted',
    samples: [
      '[ProductName] {a[b]} [#file] [$comp] [\\[]x [%PATH] {{x}} [[A][B]] [~]',
      '{[A]{[B]}} [!k] [1] [2]',
    ],
    run(text) {
      formatText(text, context);
      tolerate(() => formatRecord([text, 'a', '[2]', text], context));
      // A property that is made of itself must end, too.
      tolerate(() => formatText('[A]', { ...context, property: () => text }));
    },
  },
  {
    name: 'where',
    samples: [
      "Component_ = 'C1' AND (FileSize > 1000 OR NOT Version IS NULL) AND `File` <> 'a'",
      "Name LIKE '%a_b%' OR [x] != 3",
      "Name LIKE '%a%a%a%b'",
    ],
    run(text) {
      const first = parseWhere(text)(row);
      const inside = tolerate(() => parseWhere(`(${text})`)(row));
      if (inside !== null && inside !== first) throw new Broken('round-trip', 'parentheses change a filter');
    },
  },
  {
    name: 'command-line',
    samples: [
      'msiexec.exe /a "C:\\a b\\x.msi" /qb! /l*v+ log.txt TARGETDIR="x ""y""" /p a.msp;b.msp',
      '/a x.msi /qn PROP=1 -log l.txt REINSTALLMODE=vomus',
      '/jm x.msi /t y.mst /g 1033',
      '/fvomus {11111111-2222-3333-4444-555555555555} /passive /norestart',
    ],
    run(text) {
      tolerate(() => parseMsiexecCommandLine(text));
      tolerate(() => parseMsiexecArguments(text.split(' ')));
      tolerate(() => formatClientProperties(parseClientProperties(text.split(' '))));
    },
  },
  {
    name: 'name',
    samples: [
      'SCCM2007-SP2-KB977203-ENU.msi',
      'Windows6.1-KB976571-v2-x64.msu',
      'office2007-kb12345-fullfile-x86-glb.exe',
      'a/b. /con.txt/../x',
    ],
    run(text) {
      parsePackageName(text);
      const safe = tolerate(() => safePath(text));
      if (safe) {
        const again = safePath(safe.path);
        if (again.path !== safe.path) throw new Broken('round-trip', 'a safe path is not safe');
      }
    },
  },
  {
    name: 'glob',
    samples: ['**/*.cab', '*-*-*-*.cab', '{a,b}/[c-d]?.txt', '!(x|y)/+(a|b)', 'ccmcert*>=4.0.6487.2111'],
    run(text) {
      tolerate(() => {
        const requirement = parseRequirement(text);
        requirementFilter([requirement])(`${'a-'.repeat(30)}.cab`);
      });
    },
  },
];

export const text: Target = {
  name: 'text',
  about: 'conditions, formatted text, filters, command lines, names, patterns',
  prepare() {
    const seeds = kinds.flatMap(({ name, samples }) => samples.map((text, i) => seed(`${name}/${i}`, text)));
    return {
      seeds,
      make(random) {
        const from = random.pick(seeds);
        const text = mutateText(
          random,
          textOf(from.bytes),
          seeds.map(({ bytes }) => textOf(bytes)),
        );
        return { bytes: bytesOf(text), seed: from.name, choice: random.word() };
      },
      async run({ bytes, seed }, world) {
        const kind = kinds.find(({ name }) => seed.startsWith(`${name}/`))!;
        const text = textOf(bytes);
        kind.run(text);
        if (kind.name !== 'glob') return;
        const opened = openPackage(world.write('named.cab', named()));
        try {
          tolerate(() => planExtract(opened.content, { only: [text] }));
          await listPackage(opened.content, { only: [text] });
        } finally {
          opened.close();
        }
      },
    };
  },
};
