import { safePath } from '../../src/core/safe-path.js';
import { parsePackageName } from '../../src/hotfix/naming/package-name.js';
import { formatClientProperties, parseClientProperties } from '../../src/hotfix/stage/client-properties.js';
import { parseRequirement, requirementFilter } from '../../src/hotfix/verify/require.js';
import {
  parseMsiexecArguments,
  parseMsiexecCommandLine,
} from '../../src/installer/command-line/msiexec-command-line.js';
import { formatRecord, formatText } from '../../src/installer/language/formatted-text.js';
import { evaluateCondition, parseCondition } from '../../src/msi/condition.js';
import { parseWhere } from '../../src/msi/where.js';
import { planExtract } from '../../src/package/extract/extract-plan.js';
import { listPackage } from '../../src/package/inspect/list-package.js';
import { openPackage } from '../../src/package/open-package.js';
import { cabinetOf } from '../../test/support/container-builder.js';
import { memo } from '../memo.js';
import { mutateText } from '../mutate/text.js';
import { Broken, bytesOf, type Target, textOf, tolerate } from '../target.js';
import { textSeed } from './text-files.js';

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
    const seeds = kinds.flatMap(({ name, samples }) =>
      samples.map((text, i) => textSeed(`${name}/${i}`, text)),
    );
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
