import { withoutActing } from '../../core/visible-text.js';
import { formatRecord } from '../language/formatted-text.js';
import type { InstallationEvent } from './installation-log.js';
import { installerMessage, type MessageKind } from './installer-messages.js';

export interface InstallationLogLinesOptions {
  /** Letters of `iwearucmopvx`. */
  flags: string;
  /** The program that writes the log, for its first line: `hotfixkit 1.0.0`. */
  program: string;
  /** Low byte of the process number, as the lines show it. */
  processId?: number;
  now?: () => Date;
}

/** The flag of `/l` for each kind of message, and the prefix in the log. */
const kinds: Readonly<Record<MessageKind, { flag: string; prefix: (number: number) => string }>> = {
  fatal: { flag: 'm', prefix: () => 'Fatal error: ' },
  error: { flag: 'e', prefix: (number) => `Error ${number}. ` },
  warning: { flag: 'w', prefix: (number) => `Warning ${number}. ` },
  user: { flag: 'u', prefix: () => '' },
  info: { flag: 'i', prefix: (number) => `Info ${number}. ` },
  outOfDiskSpace: { flag: 'o', prefix: () => 'Disk full: ' },
};

/** Messages from this number on are internal: their text is for developers, and users see one text for all. */
const INTERNAL = 2000;
const UNEXPECTED =
  'The installer has encountered an unexpected error installing this package. This may indicate a problem with this package.';
/** Messages about the whole product, which are written unchanged. */
const outcome: ReadonlySet<number> = new Set([1707, 1708, 1709]);

const COSTING = 'Computing space requirements';
const FILE = 'File: [1],  Directory: [9],  Size: [6]';
/** The texts of Windows Installer for its own actions, if a package has no ActionText for them. */
const actionTexts: Readonly<Record<string, { description: string; template?: string }>> = {
  CostInitialize: { description: COSTING },
  FileCost: { description: COSTING },
  CostFinalize: { description: COSTING },
  LaunchConditions: { description: 'Evaluating launch conditions' },
  InstallValidate: { description: 'Validating install' },
  InstallAdminPackage: { description: 'Copying network install files', template: FILE },
  InstallFiles: { description: 'Copying new files', template: FILE },
  PatchFiles: { description: 'Patching files', template: 'File: [1],  Directory: [2],  Size: [3]' },
};
const MASK = '**********';

/**
 * Formats the events of an installation as lines of msiexec's log, filtered by the flags.
 *
 * The shape is that of Windows Installer 5: lines of the engine begin with `MSI (c)` or `MSI (s)`, process and thread in
 * hexadecimal digits and the time; lines of messages stand bare. Times are local. Action lines follow what Wine's tests
 * know of Windows: `Action …` is a start of an action, `Action start` and `Action ended` are information.
 */
export class InstallationLogLines {
  readonly #flags: ReadonlySet<string>;
  readonly #program: string;
  readonly #process: string;
  readonly #now: () => Date;
  #product: Extract<InstallationEvent, { type: 'product' }> | null = null;
  #package = '';

  constructor(options: InstallationLogLinesOptions) {
    this.#flags = new Set(options.flags);
    this.#program = options.program;
    this.#process = ((options.processId ?? 0) & 0xff).toString(16).toUpperCase().padStart(2, '0');
    this.#now = options.now ?? (() => new Date());
  }

  /** First lines of the file. */
  opening(): string[] {
    return this.#when(
      'v',
      `=== Verbose logging started: ${this.#stamp()}  Build type: ${this.#program}  Calling process: hotfixkit msiexec ===`,
    );
  }

  /** Last lines of the file. */
  closing(): string[] {
    return this.#when('v', `=== Verbose logging stopped: ${this.#stamp()} ===`);
  }

  /** The lines of one event; none if the flags exclude it. */
  of(event: InstallationEvent): string[] {
    switch (event.type) {
      case 'engineStart':
        this.#package = event.package;
        return [
          ...this.#engine('c', '******* RunEngine:'),
          // The values may be passwords: like Windows, the log does not repeat them.
          ...this.#when('v', `           ******* Product: ${event.package}`),
          ...this.#when('v', `           ******* Action: ${event.action}`),
          ...this.#when('v', `           ******* CommandLine: ${MASK}`),
          ...this.#when('i', `=== Logging started: ${this.#stamp()} ===`),
        ];
      case 'engineEnd':
        return this.#end(event.exitCode);
      case 'product':
        this.#product = event;
        return [];
      case 'actionStart': {
        const description = this.#actionText(event.action).description ?? '';
        return [
          ...this.#engine('s', `Doing action: ${event.action}`),
          ...this.#when('a', `Action ${this.#time()}: ${event.action}. ${description}`),
          ...this.#when('ia', `Action start ${this.#time()}: ${event.action}.`),
        ];
      }
      case 'actionEnd':
        return this.#when(
          'ia',
          `Action ended ${this.#time()}: ${event.action}. Return value ${event.returnValue}.`,
        );
      case 'actionSkipped':
        return this.#engine(
          's',
          `Skipping action: ${event.action} (${event.because ?? 'condition is false'})`,
        );
      case 'actionData': {
        const template = this.#actionText(event.action).template ?? null;
        return this.#when('r', `${event.action}: ${formatRecord([template, ...event.fields], null).text}`);
      }
      case 'operation':
        return this.#engine('s', `Executing op: ${event.name}(${event.arguments.map(asArgument).join(',')})`);
      case 'propertyChange':
        return this.#engine('s', `PROPERTY CHANGE: ${this.#change(event)}`);
      case 'properties':
        return this.#properties(event.values);
      case 'message':
        return this.#message(event);
      case 'info':
        return this.#engine('s', event.text, event.verbose ? 'v' : 'iv');
    }
  }

  #end(exitCode: number): string[] {
    const product = this.#product;
    const success = exitCode === 0;
    const outcome = `Installation ${success ? 'completed successfully' : 'failed'}.`;
    return [
      ...(product
        ? [
            ...this.#engine('s', `Note: 1: ${success ? 1707 : 1708} `),
            ...this.#engine('s', `Product: ${product.name} -- ${outcome}`, 'iv'),
            ...this.#engine(
              's',
              `Windows Installer installed the product. Product Name: ${product.name}. Product Version: ${product.version}. Product Language: ${product.language}. Manufacturer: ${product.manufacturer}. Installation success or error status: ${exitCode}.`,
              'iv',
            ),
          ]
        : []),
      ...this.#engine('s', `MainEngineThread is returning ${exitCode}`),
      ...this.#when('i', `=== Logging stopped: ${this.#stamp()} ===`),
      ...this.#engine('c', `MainEngineThread is returning ${exitCode}`),
    ];
  }

  #message(event: Extract<InstallationEvent, { type: 'message' }>): string[] {
    const { number } = event;
    const known = installerMessage(number);
    const kind = event.kind ?? known?.kind ?? 'error';
    const template = this.#product?.messages.get(number) ?? known?.template ?? '';
    const fields = [number, ...event.fields];
    const own = formatRecord([template, ...fields], null).text;
    const note = `Note: ${fields.map((field, index) => `${index + 1}: ${field ?? ''} `).join('')}`;
    if (outcome.has(number)) return this.#engine('s', own, 'iv');
    const { flag, prefix } = kinds[kind];
    if (number < INTERNAL) {
      const line = `${prefix(number)}${own}`;
      return [...this.#engine('s', note), ...this.#aboutProduct(line), ...this.#when(flag, line)];
    }
    const list = [0, 1, 2].map((index) => event.fields[index] ?? '').join(', ');
    const line = `${UNEXPECTED} The error code is ${number}. The arguments are: ${list}`;
    return [
      ...this.#engine('s', note),
      // Its text is only in the log, in the words of the documentation.
      ...this.#when('iv', `DEBUG: Error ${number}:  ${own}`),
      ...this.#aboutProduct(line),
      ...this.#when(flag, line),
    ];
  }

  /** The text for the event log of Windows; a blank line follows. */
  #aboutProduct(line: string): string[] {
    if (!this.#flags.has('v')) return [];
    return [...this.#engine('s', `Product: ${this.#product?.name ?? this.#package} -- ${line}`), ''];
  }

  #change(event: Extract<InstallationEvent, { type: 'propertyChange' }>): string {
    const { name } = event;
    const show = (value: string | null): string => this.#shown(name, value ?? '');
    if (event.to === null) return `Deleting ${name} property. Its current value is '${show(event.from)}'.`;
    if (event.from === null) return `Adding ${name} property. Its value is '${show(event.to)}'.`;
    return `Modifying ${name} property. Its current value is '${show(event.from)}'. Its new value: '${show(event.to)}'.`;
  }

  #properties(values: Iterable<readonly [string, string]>): string[] {
    if (!this.#flags.has('p')) return [];
    return [...values].map(([name, value]) => clean(`Property(S): ${name} = ${this.#shown(name, value)}`));
  }

  #actionText(action: string): { description?: string | null; template?: string | null } {
    const own = Object.hasOwn(actionTexts, action) ? actionTexts[action] : undefined;
    return this.#product?.actions.get(action) ?? own ?? {};
  }

  #shown(name: string, value: string): string {
    return this.#product?.hidden.includes(name) ? MASK : value;
  }

  /** A line of the engine: client (c) or server (s) side. */
  #engine(side: 'c' | 's', text: string, flags = 'v'): string[] {
    const now = this.#now();
    const thread = side === 'c' ? '00' : '01';
    const milliseconds = String(now.getMilliseconds()).padStart(3, '0');
    return this.#when(
      flags,
      `MSI (${side}) (${this.#process}:${thread}) [${clock(now)}:${milliseconds}]: ${text}`,
    );
  }

  /** The line, if one of the flags is set. */
  #when(flags: string, line: string): string[] {
    return [...flags].some((flag) => this.#flags.has(flag)) ? [clean(line)] : [];
  }

  #time(): string {
    return clock(this.#now());
  }

  /** `11/21/2026  8:30:00`, as an English Windows writes it. */
  #stamp(): string {
    const now = this.#now();
    return `${now.getMonth() + 1}/${now.getDate()}/${now.getFullYear()}  ${clock(now)}`;
  }
}

function clock(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

function asArgument(argument: readonly [string, string | number] | null): string {
  if (argument === null || argument[1] === '') return '';
  return `${argument[0]}=${argument[1]}`;
}

/**
 * One event is one line, even if texts of the package have line ends: they become blanks. Control characters are
 * replaced, so that they do not act on a program that shows the log: other controls, marks that turn the direction of
 * writing, characters of no width and half surrogates become U+FFFD.
 */
function clean(line: string): string {
  const oneLine = line.replace(/\r\n|[\r\n\u000b\u000c\u0085\u2028\u2029]/g, ' ').replaceAll('\0', '[~]');
  return withoutActing(oneLine, (character) => (character === '\t' ? character : '\ufffd'));
}
