import { areLogFlags } from './msiexec-log-options.js';
import { areUiLetters } from './msiexec-ui-options.js';

export type SwitchName =
  | 'administrative'
  | 'install'
  | 'uninstall'
  | 'repair'
  | 'advertise'
  | 'patch'
  | 'register'
  | 'unregister'
  | 'help'
  | 'internal'
  | 'log'
  | 'ui'
  | 'quiet'
  | 'passive'
  | 'norestart'
  | 'forcerestart'
  | 'promptrestart'
  | 'transform'
  | 'language'
  | 'newInstance'
  | 'instance'
  | 'mif';

export interface MsiexecSwitch {
  name: SwitchName;
  /** The usual spelling, for messages: `/a`, `/package`. */
  spelling: string;
  /** Letters that belong to the switch: levels of `/q`, flags of `/l`, modes of `/f`, the context of `/j`. */
  letters: string;
  /** A package glued to the switch, as uninstall strings in the registry have it: `/X{GUID}`, `/iC:\x.msi`. */
  attached: string | null;
  /** The argument that must follow; null for none. */
  takes: string | null;
}

const aPackage = 'a package';

/** Exact spellings: name, what follows. Those of one letter first, then the standard installer options. */
const exact: Readonly<Record<string, readonly [SwitchName, string | null]>> = {
  a: ['administrative', aPackage],
  i: ['install', 'a package or a product code'],
  x: ['uninstall', 'a package or a product code'],
  p: ['patch', 'a patch'],
  y: ['register', 'a module'],
  z: ['unregister', 'a module'],
  t: ['transform', 'a list of transforms'],
  g: ['language', 'a language identifier'],
  c: ['newInstance', null],
  n: ['instance', 'a product code'],
  m: ['mif', 'a file name'],
  h: ['help', null],
  '?': ['help', null],
  help: ['help', null],
  package: ['install', 'a package or a product code'],
  uninstall: ['uninstall', 'a package, a product code or a patch'],
  update: ['patch', 'a patch'],
  log: ['log', 'a file for the log'],
  quiet: ['quiet', null],
  passive: ['passive', null],
  norestart: ['norestart', null],
  forcerestart: ['forcerestart', null],
  promptrestart: ['promptrestart', null],
  // Windows' own use: the run-once key, the custom action server, the service.
  '@': ['internal', 'an identifier'],
  embedding: ['internal', 'an identifier'],
  v: ['internal', null],
  regserver: ['internal', null],
  unregserver: ['internal', null],
  unregister: ['internal', null],
  unreg: ['internal', null],
};

/** Slash and hyphen, and the dashes of word processors. */
const prefix = /^[/\-\u2010-\u2015\u2212]/;

/** Modes of `/f` (Msi/command-line-options); the same letters as REINSTALLMODE. */
const repairModes = /^[poedcaumsv]*$/i;

/**
 * The switch that a word is, in any case and with either prefix; null for everything else, among it paths that begin
 * with a slash. `/home/me/x.msi`, `/quux` and `/install` are not switches.
 */
export function readSwitch(text: string): MsiexecSwitch | null {
  if (!prefix.test(text)) return null;
  const rest = text.slice(1);
  const key = rest.toLowerCase();
  if (Object.hasOwn(exact, key)) {
    const [name, takes] = exact[key]!;
    return { name, spelling: `/${key}`, letters: key === 'log' ? '*' : '', attached: null, takes };
  }
  const tail = rest.slice(1);
  switch (key[0]) {
    case 'l':
      return areLogFlags(tail)
        ? { name: 'log', spelling: `/${key}`, letters: tail, attached: null, takes: 'a file for the log' }
        : null;
    case 'q': {
      const letters = tail.replaceAll(/[\u2010-\u2015\u2212]/g, '-');
      return areUiLetters(letters)
        ? { name: 'ui', spelling: `/${key}`, letters, attached: null, takes: null }
        : null;
    }
    case 'j':
      return /^[um]?$/i.test(tail)
        ? { name: 'advertise', spelling: `/${key}`, letters: tail, attached: null, takes: aPackage }
        : null;
    case 'f':
      return readRepair(tail);
    default:
      return null;
  }
}

/** `/iPACKAGE` and `/xPACKAGE` (Wine reads them, and registries hold them), where the rest can only be a package. */
export function readAttachedSwitch(text: string): MsiexecSwitch | null {
  if (!prefix.test(text) || !/^.[ix]/i.test(text)) return null;
  const attached = text.slice(2);
  // With a second slash it is a path of this system without a verb: /images/x.msi.
  if (text.startsWith('/') && attached.includes('/')) return null;
  if (!isProductCode(attached) && !/[\\/:]|\.ms[ip]$/i.test(attached)) return null;
  const plain = readSwitch(text.slice(0, 2))!;
  return { ...plain, attached };
}

function readRepair(tail: string): MsiexecSwitch | null {
  const brace = tail.indexOf('{');
  const letters = brace < 0 ? tail : tail.slice(0, brace);
  const attached = brace < 0 ? null : tail.slice(brace);
  if (!repairModes.test(letters) || (attached !== null && !isProductCode(attached))) return null;
  return {
    name: 'repair',
    spelling: `/f${letters.toLowerCase()}`,
    letters: letters.toLowerCase(),
    attached,
    takes: 'a package or a product code',
  };
}

export function isProductCode(text: string): boolean {
  return /^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(text);
}

/** A slash or a dash alone, as in `/ quiet`. */
export function isLonePrefix(text: string): boolean {
  return text.length === 1 && prefix.test(text);
}

/** Whether a word looks like a switch that does not exist, and not like a path. */
export function looksLikeSwitch(text: string): boolean {
  return prefix.test(text) && !/[\\/.]/.test(text.slice(1));
}
