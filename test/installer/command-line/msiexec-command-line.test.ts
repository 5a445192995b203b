import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import type { MsiexecCommand } from '../../../src/installer/command-line/msiexec-command.js';
import {
  parseMsiexecArguments,
  parseMsiexecCommandLine,
} from '../../../src/installer/command-line/msiexec-command-line.js';
import { runs } from '../../support/thorough.js';

/** What a line says, without what it leaves at its default. */
function essence(command: MsiexecCommand): Record<string, unknown> {
  const { properties, ui, log, warnings, ...rest } = command;
  const kept = Object.entries(rest).filter(
    ([, value]) => value !== null && value !== 'default' && !(Array.isArray(value) && value.length === 0),
  );
  const shown: Record<string, unknown> = Object.fromEntries(kept);
  if (properties.size > 0) shown.properties = Object.fromEntries(properties);
  const flags = `${ui.hideCancel ? '!' : ''}${ui.endDialog ? '+' : ''}${ui.noModal ? '-' : ''}`;
  if (ui.level !== 'full') shown.ui = `${ui.level}${flags}`;
  if (log) shown.log = `${log.flags}${log.append ? '+' : ''}${log.flush ? '!' : ''} ${log.file}`;
  if (warnings.length > 0) shown.warnings = warnings.map(({ message }) => message);
  return shown;
}

/** One row a line: the line, then what it means. */
const lines: [string, Record<string, unknown>][] = [
  // The documentation's own examples (Msi/command-line-options, Msi/standard-installer-command-line-options).
  ['msiexec /i A:\\Example.msi', { verb: 'install', package: 'A:\\Example.msi' }],
  [
    'msiexec /i A:\\Example.msi PROPERTY=VALUE',
    { verb: 'install', package: 'A:\\Example.msi', properties: { PROPERTY: 'VALUE' } },
  ],
  [
    'msiexec /i A:\\Example.msi PROPERTY="Embedded White Space"',
    { verb: 'install', package: 'A:\\Example.msi', properties: { PROPERTY: 'Embedded White Space' } },
  ],
  [
    'msiexec /i A:\\Example.msi PROPERTY=""',
    { verb: 'install', package: 'A:\\Example.msi', properties: { PROPERTY: '' } },
  ],
  [
    'msiexec /i A:\\Example.msi PROPERTY="Embedded ""Quotes"" White Space"',
    {
      verb: 'install',
      package: 'A:\\Example.msi',
      properties: { PROPERTY: 'Embedded "Quotes" White Space' },
    },
  ],
  [
    'msiexec /i testdb.msi INSTALLLEVEL=3 /l* msi.log COMPANYNAME="Acme ""Widgets"" and ""Gizmos."""',
    {
      verb: 'install',
      package: 'testdb.msi',
      log: 'iwearucmop msi.log',
      properties: { INSTALLLEVEL: '3', COMPANYNAME: 'Acme "Widgets" and "Gizmos."' },
    },
  ],
  [
    'msiexec /JM msisample.msi /T transform.mst /LIME logfile.txt',
    {
      verb: 'advertise',
      package: 'msisample.msi',
      transforms: ['transform.mst'],
      log: 'iem logfile.txt',
      advertise: { context: 'machine', language: null, newInstance: false },
    },
  ],
  [
    'msiexec /JM msisample.msi /T :instance1.mst;customization.mst /c /LIME logfile.txt',
    {
      verb: 'advertise',
      package: 'msisample.msi',
      transforms: [':instance1.mst', 'customization.mst'],
      log: 'iem logfile.txt',
      advertise: { context: 'machine', language: null, newInstance: true },
    },
  ],
  [
    'msiexec /p msipatch.msp;msipatch2.msp /n {00000001-0002-0000-0000-624474736554} /qb',
    {
      verb: 'patch',
      patches: ['msipatch.msp', 'msipatch2.msp'],
      instance: '{00000001-0002-0000-0000-624474736554}',
      ui: 'basic',
    },
  ],
  [
    'msiexec /i A:\\Example.msi PATCH=msipatch.msp;msipatch2.msp /qb',
    {
      verb: 'install',
      package: 'A:\\Example.msi',
      ui: 'basic',
      properties: { PATCH: 'msipatch.msp;msipatch2.msp' },
    },
  ],
  ['msiexec /package Application.msi /quiet', { verb: 'install', package: 'Application.msi', ui: 'none' }],
  [
    'Msiexec /uninstall Application.msi /quiet',
    { verb: 'uninstall', package: 'Application.msi', ui: 'none' },
  ],
  ['Msiexec /update msipatch.msp /quiet', { verb: 'patch', patches: ['msipatch.msp'], ui: 'none' }],
  [
    'Msiexec /uninstall msipatch.msp /package Application.msi / quiet',
    {
      verb: 'install',
      package: 'Application.msi',
      ui: 'none',
      properties: { MSIPATCHREMOVE: 'msipatch.msp' },
    },
  ],
  [
    'msiexec /package Application.msi /passive',
    { verb: 'install', package: 'Application.msi', ui: 'basic!-', properties: { REBOOTPROMPT: 'S' } },
  ],
  [
    'msiexec /package Application.msi /norestart',
    {
      verb: 'install',
      package: 'Application.msi',
      restart: 'never',
      properties: { REBOOT: 'ReallySuppress' },
    },
  ],
  [
    'msiexec /package Application.msi /forcerestart',
    { verb: 'install', package: 'Application.msi', restart: 'always', properties: { REBOOT: 'Force' } },
  ],
  [
    'msiexec /package Application.msi /promptrestart',
    { verb: 'install', package: 'Application.msi', restart: 'prompt', properties: { REBOOTPROMPT: '' } },
  ],
  ['msiexec /help', { verb: 'help' }],
  ['msiexec /y .\\MY_FILE.DLL', { verb: 'register', package: '.\\MY_FILE.DLL' }],
  ['msiexec /z .\\MY_FILE.DLL', { verb: 'unregister', package: '.\\MY_FILE.DLL' }],

  // Administrative installations as articles print them.
  [
    'msiexec.exe /a SCCM2007-SP2-KB977203-ENU.msi /qb targetdir =Path',
    {
      verb: 'administrative',
      package: 'SCCM2007-SP2-KB977203-ENU.msi',
      ui: 'basic',
      properties: { TARGETDIR: 'Path' },
    },
  ],
  [
    'msiexec /a x.msi TARGETDIR="C:\\dir\\" /qb',
    { verb: 'administrative', package: 'x.msi', ui: 'basic', properties: { TARGETDIR: 'C:\\dir\\' } },
  ],
  [
    '"C:\\Windows\\System32\\msiexec.exe" -A "\\\\server\\share\\my package.msi" -QN TargetDir="D:\\my image"',
    {
      verb: 'administrative',
      package: '\\\\server\\share\\my package.msi',
      ui: 'none',
      properties: { TARGETDIR: 'D:\\my image' },
    },
  ],
  ['%windir%\\system32\\msiexec /a x.msi', { verb: 'administrative', package: 'x.msi' }],
  ['/a x.msi', { verb: 'administrative', package: 'x.msi' }],
  ['  /a\tx.msi\r\n /qn  ', { verb: 'administrative', package: 'x.msi', ui: 'none' }],
  [
    'msiexec /a x.msi ^\r\n  /qn ^\n TARGETDIR=C:\\y',
    { verb: 'administrative', package: 'x.msi', ui: 'none', properties: { TARGETDIR: 'C:\\y' } },
  ],
  [
    'msiexec \u2013a \u201cC:\\my files\\x.msi\u201d \u2014qb\u2013 TARGETDIR=\u201cC:\\my dir\u201d',
    {
      verb: 'administrative',
      package: 'C:\\my files\\x.msi',
      ui: 'basic-',
      properties: { TARGETDIR: 'C:\\my dir' },
    },
  ],
  ['msiexec\u00a0/a\u00a0x.msi\u00a0/qn', { verb: 'administrative', package: 'x.msi', ui: 'none' }],
  [
    'msiexec /p a.msp;b.msp /a image\\x.msi',
    { verb: 'administrative', package: 'image\\x.msi', patches: ['a.msp', 'b.msp'] },
  ],
  [
    'msiexec /a image\\x.msi /p "a b.msp;c.msp;"',
    { verb: 'administrative', package: 'image\\x.msi', patches: ['a b.msp', 'c.msp'] },
  ],
  [
    'msiexec /a image\\x.msi /p "C:\\a b.msp";"C:\\c d.msp"',
    { verb: 'administrative', package: 'image\\x.msi', patches: ['C:\\a b.msp', 'C:\\c d.msp'] },
  ],
  [
    'msiexec /a x.msi /update a.msp /p b.msp',
    { verb: 'administrative', package: 'x.msi', patches: ['a.msp', 'b.msp'] },
  ],
  [
    'msiexec /i x.msi ACTION=ADMIN TARGETDIR=C:\\y',
    { verb: 'administrative', package: 'x.msi', properties: { ACTION: 'ADMIN', TARGETDIR: 'C:\\y' } },
  ],
  [
    'msiexec /a x.msi ACTION=ADMIN',
    { verb: 'administrative', package: 'x.msi', properties: { ACTION: 'ADMIN' } },
  ],
  ['msiexec /a x.msi /m status', { verb: 'administrative', package: 'x.msi', mif: 'status' }],
  [
    'msiexec /a x.msi TRANSFORMS=a.mst;b.mst',
    {
      verb: 'administrative',
      package: 'x.msi',
      transforms: ['a.mst', 'b.mst'],
      properties: { TRANSFORMS: 'a.mst;b.mst' },
    },
  ],
  [
    '"/a" "x.msi" "TARGETDIR=C:\\my dir" "/qb"',
    { verb: 'administrative', package: 'x.msi', ui: 'basic', properties: { TARGETDIR: 'C:\\my dir' } },
  ],
  ['/a a=b.msi', { verb: 'administrative', package: 'a=b.msi' }],

  // Paths of this system.
  [
    '/a /home/me/x.msi TARGETDIR=/tmp/y /l*v /tmp/log.txt',
    {
      verb: 'administrative',
      package: '/home/me/x.msi',
      log: 'iwearucmopv /tmp/log.txt',
      properties: { TARGETDIR: '/tmp/y' },
    },
  ],
  [
    '/a /install/x.msi TARGETDIR = /quux',
    { verb: 'administrative', package: '/install/x.msi', properties: { TARGETDIR: '/quux' } },
  ],
  ['/usr/bin/msiexec /a /x/y.msi', { verb: 'administrative', package: '/x/y.msi' }],
  [
    '/a ../x.msi TARGETDIR=.',
    { verb: 'administrative', package: '../x.msi', properties: { TARGETDIR: '.' } },
  ],

  // Properties.
  ['/i x.msi MyProp=42', { verb: 'install', package: 'x.msi', properties: { MYPROP: '42' } }],
  [
    '/i x.msi Prop1="Copyright ""My Company"" 2015"',
    { verb: 'install', package: 'x.msi', properties: { PROP1: 'Copyright "My Company" 2015' } },
  ],
  [
    '/i x.msi Prop1="""install.exe"" /Install"',
    { verb: 'install', package: 'x.msi', properties: { PROP1: '"install.exe" /Install' } },
  ],
  ['P=1 /i x.msi', { verb: 'install', package: 'x.msi', properties: { P: '1' } }],
  ['/i x.msi P=1 p=2', { verb: 'install', package: 'x.msi', properties: { P: '2' } }],
  [
    '/i x.msi P = "string" Q= 1 R =2',
    { verb: 'install', package: 'x.msi', properties: { P: 'string', Q: '1', R: '2' } },
  ],
  ['/i x.msi P= /qn', { verb: 'install', package: 'x.msi', ui: 'none', properties: { P: '' } }],
  ['/i x.msi P= "/qn"', { verb: 'install', package: 'x.msi', properties: { P: '/qn' } }],
  ['/i x.msi P= Q=1', { verb: 'install', package: 'x.msi', properties: { P: '', Q: '1' } }],
  ['/i x.msi P= Q =1', { verb: 'install', package: 'x.msi', properties: { P: '', Q: '1' } }],
  ['/i x.msi P="" Q=1', { verb: 'install', package: 'x.msi', properties: { P: '', Q: '1' } }],
  ['/i x.msi P=', { verb: 'install', package: 'x.msi', properties: { P: '' } }],
  ['/i x.msi P=a=b', { verb: 'install', package: 'x.msi', properties: { P: 'a=b' } }],
  ['/i x.msi P=" x "', { verb: 'install', package: 'x.msi', properties: { P: ' x ' } }],
  [
    '/i x.msi TARGETDIR=C:\\"Program Files"\\x',
    { verb: 'install', package: 'x.msi', properties: { TARGETDIR: 'C:\\Program Files\\x' } },
  ],
  [
    '/i x.msi P="typed \u201cquotes\u201d stay"',
    { verb: 'install', package: 'x.msi', properties: { P: 'typed \u201cquotes\u201d stay' } },
  ],
  [
    '/i x.msi constructor=1 __proto__=2',
    { verb: 'install', package: 'x.msi', properties: { CONSTRUCTOR: '1', __PROTO__: '2' } },
  ],

  // The user interface: the last one counts.
  ['/a x.msi /q', { verb: 'administrative', package: 'x.msi', ui: 'none' }],
  ['/a x.msi /qn+', { verb: 'administrative', package: 'x.msi', ui: 'none+' }],
  ['/a x.msi /QB', { verb: 'administrative', package: 'x.msi', ui: 'basic' }],
  ['/a x.msi /qb!', { verb: 'administrative', package: 'x.msi', ui: 'basic!' }],
  ['/a x.msi /qb+', { verb: 'administrative', package: 'x.msi', ui: 'basic+' }],
  ['/a x.msi /qb-', { verb: 'administrative', package: 'x.msi', ui: 'basic-' }],
  ['/a x.msi /qb+!', { verb: 'administrative', package: 'x.msi', ui: 'basic!+' }],
  ['/a x.msi /qb!+', { verb: 'administrative', package: 'x.msi', ui: 'basic!+' }],
  ['/a x.msi /qb-!', { verb: 'administrative', package: 'x.msi', ui: 'basic!-' }],
  ['/a x.msi /qb!-', { verb: 'administrative', package: 'x.msi', ui: 'basic!-' }],
  ['/a x.msi /qr', { verb: 'administrative', package: 'x.msi', ui: 'reduced' }],
  ['/a x.msi /qf', { verb: 'administrative', package: 'x.msi' }],
  ['/a x.msi /qn /qb', { verb: 'administrative', package: 'x.msi', ui: 'basic' }],

  // The log.
  ['/a x.msi /l a.log', { verb: 'administrative', package: 'x.msi', log: 'iwearmo a.log' }],
  [
    '/a x.msi /L*V "C:\\my logs\\a.log"',
    { verb: 'administrative', package: 'x.msi', log: 'iwearucmopv C:\\my logs\\a.log' },
  ],
  ['/a x.msi /l*vx a.log', { verb: 'administrative', package: 'x.msi', log: 'iwearucmopvx a.log' }],
  ['/a x.msi /lv* a.log', { verb: 'administrative', package: 'x.msi', log: 'iwearucmopv a.log' }],
  ['/a x.msi /l+ a.log', { verb: 'administrative', package: 'x.msi', log: 'iwearmo+ a.log' }],
  ['/a x.msi /le+! a.log', { verb: 'administrative', package: 'x.msi', log: 'e+! a.log' }],
  ['/a x.msi /log a.log', { verb: 'administrative', package: 'x.msi', log: 'iwearucmop a.log' }],
  ['/a x.msi /l! a.log /l*v b.log', { verb: 'administrative', package: 'x.msi', log: 'iwearucmopv b.log' }],

  // Attached arguments and the other verbs.
  [
    'MsiExec.exe /X{90120000-0030-0000-0000-0000000FF1CE}',
    { verb: 'uninstall', package: '{90120000-0030-0000-0000-0000000FF1CE}' },
  ],
  [
    'MsiExec.exe /I{90120000-0030-0000-0000-0000000FF1CE}',
    { verb: 'install', package: '{90120000-0030-0000-0000-0000000FF1CE}' },
  ],
  ['msiexec /iC:\\x.msi', { verb: 'install', package: 'C:\\x.msi' }],
  ['msiexec /i"C:\\my dir\\x.msi"', { verb: 'install', package: 'C:\\my dir\\x.msi' }],
  ['msiexec -i/home/me/x.msi', { verb: 'install', package: '/home/me/x.msi' }],
  ['/f x.msi', { verb: 'repair', package: 'x.msi', repairMode: 'omus' }],
  ['/fvomus x.msi', { verb: 'repair', package: 'x.msi', repairMode: 'vomus' }],
  [
    '/FA{90120000-0030-0000-0000-0000000FF1CE}',
    { verb: 'repair', package: '{90120000-0030-0000-0000-0000000FF1CE}', repairMode: 'a' },
  ],
  [
    '/f x.msi A=1',
    { verb: 'repair', package: 'x.msi', repairMode: 'omus', warnings: ['/f ignores properties: A'] },
  ],
  [
    '/ju x.msi /g 1033',
    {
      verb: 'advertise',
      package: 'x.msi',
      advertise: { context: 'user', language: 1033, newInstance: false },
    },
  ],
  ['/p a.msp PATCH=b.msp', { verb: 'patch', patches: ['a.msp'], warnings: ['PATCH is overwritten by /p'] }],
  [
    '/package x.msi /update a.msp',
    { verb: 'install', package: 'x.msi', patches: ['a.msp'], properties: { PATCH: 'a.msp' } },
  ],
  [
    '/package x.msi /uninstall {90120000-0030-0000-0000-0000000FF1CE}',
    {
      verb: 'install',
      package: 'x.msi',
      properties: { MSIPATCHREMOVE: '{90120000-0030-0000-0000-0000000FF1CE}' },
    },
  ],
  ['/V', { verb: 'internal' }],
  ['/@ ident', { verb: 'internal', package: 'ident' }],
  ['', { verb: 'help' }],
  ['msiexec', { verb: 'help' }],
  ['msiexec /?', { verb: 'help' }],
  ['msiexec -H', { verb: 'help' }],
  ['/a x.msi /? /qn', { verb: 'help', ui: 'none' }],
];

/** Arguments as a shell hands them over. */
const argumentLists: [string[], Record<string, unknown>][] = [
  [
    ['/a', 'x.msi', 'TARGETDIR=/tmp/my dir'],
    { verb: 'administrative', package: 'x.msi', properties: { TARGETDIR: '/tmp/my dir' } },
  ],
  [
    ['msiexec', '/a', '/home/me/my x.msi', '/QN'],
    { verb: 'administrative', package: '/home/me/my x.msi', ui: 'none' },
  ],
  [
    ['/a', 'x.msi', 'targetdir', '=Path'],
    { verb: 'administrative', package: 'x.msi', properties: { TARGETDIR: 'Path' } },
  ],
  [
    ['/a', 'x.msi', 'TARGETDIR', '=', 'x y'],
    { verb: 'administrative', package: 'x.msi', properties: { TARGETDIR: 'x y' } },
  ],
  [
    ['/a', 'x.msi', 'TARGETDIR=', '/opt/image'],
    { verb: 'administrative', package: 'x.msi', properties: { TARGETDIR: '/opt/image' } },
  ],
  [
    ['/a', 'x.msi', 'TARGETDIR = /tmp/my dir'],
    { verb: 'administrative', package: 'x.msi', properties: { TARGETDIR: '/tmp/my dir' } },
  ],
  [
    ['/a', 'x.msi', 'P=', '/qn'],
    { verb: 'administrative', package: 'x.msi', ui: 'none', properties: { P: '' } },
  ],
  [
    ['/a', 'x.msi', 'P=""', 'Q=1'],
    { verb: 'administrative', package: 'x.msi', properties: { P: '', Q: '1' } },
  ],
  [
    ['/a', 'x.msi', 'TARGETDIR="/tmp/my dir"'],
    { verb: 'administrative', package: 'x.msi', properties: { TARGETDIR: '/tmp/my dir' } },
  ],
  [['/a', '"/tmp/my dir/x.msi"'], { verb: 'administrative', package: '/tmp/my dir/x.msi' }],
  [
    ['/i', 'x.msi', 'COMPANYNAME="Acme ""Widgets"""'],
    { verb: 'install', package: 'x.msi', properties: { COMPANYNAME: 'Acme "Widgets"' } },
  ],
  [['/i', 'x.msi', 'P="a" and "b"'], { verb: 'install', package: 'x.msi', properties: { P: '"a" and "b"' } }],
  [
    ['/i', 'x.msi', 'P=say "hi" twice'],
    { verb: 'install', package: 'x.msi', properties: { P: 'say "hi" twice' } },
  ],
  [['/i', 'x.msi', 'SIZE=5"'], { verb: 'install', package: 'x.msi', properties: { SIZE: '5"' } }],
  [
    ['/p', 'a.msp;b.msp', '/a', 'x.msi'],
    { verb: 'administrative', package: 'x.msi', patches: ['a.msp', 'b.msp'] },
  ],
  [
    ['/p', 'my a.msp; b.msp', '/p', 'c.msp', '/a', 'x.msi'],
    { verb: 'administrative', package: 'x.msi', patches: ['my a.msp', 'b.msp', 'c.msp'] },
  ],
  [['/a', 'x.msi', '', '/qn'], { verb: 'administrative', package: 'x.msi', ui: 'none' }],
  // A Windows program gets TARGETDIR="C:\dir\" so, with or without what follows.
  [
    ['/a', 'x.msi', 'TARGETDIR=C:\\dir"'],
    { verb: 'administrative', package: 'x.msi', properties: { TARGETDIR: 'C:\\dir\\' } },
  ],
  [
    ['/a', 'x.msi', 'TARGETDIR=C:\\my dir" /qb SHORTFILENAMES=1'],
    {
      verb: 'administrative',
      package: 'x.msi',
      ui: 'basic',
      properties: { TARGETDIR: 'C:\\my dir\\', SHORTFILENAMES: '1' },
    },
  ],
  [
    ['/a', 'x.msi', 'TARGETDIR=\\\\server\\share" /qb'],
    {
      verb: 'administrative',
      package: 'x.msi',
      ui: 'basic',
      properties: { TARGETDIR: '\\\\server\\share\\' },
    },
  ],
  [
    ['/a', '\u201cmy', 'x.msi\u201d', 'TARGETDIR=\u201cC:\\my', 'dir\u201d', '\u2013qn'],
    { verb: 'administrative', package: 'my x.msi', ui: 'none', properties: { TARGETDIR: 'C:\\my dir' } },
  ],
  [
    ['/a x.msi /qn TARGETDIR="C:\\my dir"'],
    { verb: 'administrative', package: 'x.msi', ui: 'none', properties: { TARGETDIR: 'C:\\my dir' } },
  ],
  [['msiexec.exe /a x.msi'], { verb: 'administrative', package: 'x.msi' }],
  [['/a', 'C:\\a=b.msi'], { verb: 'administrative', package: 'C:\\a=b.msi' }],
  [
    ['/l*v', '/opt/x.log', '/a', '/opt/x.msi'],
    { verb: 'administrative', package: '/opt/x.msi', log: 'iwearucmopv /opt/x.log' },
  ],
  [[], { verb: 'help' }],
];

describe('parseMsiexecCommandLine', () => {
  it.each(lines)('%s', (line, expected) => {
    expect(essence(parseMsiexecCommandLine(line))).toEqual(expected);
  });

  it('tells the levels of the user interface apart', () => {
    expect(parseMsiexecCommandLine('/a x.msi').ui).toEqual({
      level: 'full',
      hideCancel: false,
      endDialog: true,
      noModal: false,
    });
    expect(parseMsiexecCommandLine('/a x.msi /qf').ui).toEqual(parseMsiexecCommandLine('/a x.msi').ui);
    expect(parseMsiexecCommandLine('/a x.msi /qr').ui.endDialog).toBe(false);
  });

  it('throws nothing but its own error, whatever it is given', () => {
    const word = fc.constantFrom(
      '/a',
      '/p',
      '/i',
      '/x',
      '/l*v',
      '/qb',
      '/',
      '-',
      '"',
      '""',
      '\u201c',
      '=',
      'P=',
      'P',
      '=x',
      'x.msi',
      'y.msp',
      '/f{',
      '^\n',
      ' ',
      '\\',
      '/t',
      '/c',
      '/package',
      '/uninstall',
      '/update',
      '/norestart',
      '/promptrestart',
      '?',
    );
    const line = fc.array(fc.tuple(word, fc.constantFrom('', ' ', '\t')), { maxLength: 12 });
    const check = (parse: () => unknown): void => {
      try {
        parse();
      } catch (error) {
        expect(error).toBeInstanceOf(HotfixkitError);
        expect((error as HotfixkitError).code).toBe('MSIEXEC_COMMAND_LINE');
      }
    };
    fc.assert(
      fc.property(line, fc.string({ unit: 'binary', maxLength: 40 }), (parts, noise) => {
        check(() => parseMsiexecCommandLine(parts.flat().join('')));
        check(() => parseMsiexecCommandLine(noise));
        check(() => parseMsiexecArguments([...parts.map(([text]) => text), noise]));
      }),
      { seed: 42, numRuns: runs(2000) },
    );
  });

  it('reads a value back that was quoted the way the documentation says', () => {
    const value = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(value, value, (first, second) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const { properties } = parseMsiexecCommandLine(`/a x.msi A=${quote(first)} B = ${quote(second)} /qn`);
        expect([properties.get('A'), properties.get('B')]).toEqual([first, second]);
      }),
      { seed: 7, numRuns: runs(1000) },
    );
  });

  it('is not slow on long lines', () => {
    const started = performance.now();
    for (const part of ['"', '""', '/a ', 'P=', '= ', '\u201c', '\u201c ', '^\n', 'x"y ', '\\"']) {
      const line = part.repeat(20_000);
      try {
        parseMsiexecCommandLine(line);
      } catch (error) {
        expect(error).toBeInstanceOf(HotfixkitError);
      }
      try {
        parseMsiexecArguments(line.split(' '));
      } catch (error) {
        expect(error).toBeInstanceOf(HotfixkitError);
      }
    }
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('parseMsiexecArguments', () => {
  it.each(argumentLists)('%j', (argv, expected) => {
    expect(essence(parseMsiexecArguments(argv))).toEqual(expected);
  });

  it('means the same as the line for everything that needs no quotes', () => {
    for (const [line, expected] of lines) {
      if (/["\u201c^]/.test(line) || /^[^ ]*$/.test(line.trim())) continue;
      expect(essence(parseMsiexecArguments(line.trim().split(/\s+/))), line).toEqual(expected);
    }
  });
});
