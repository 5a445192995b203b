import type { Warning } from '../../core/errors.js';
import { splitList } from './command-words.js';
import type { CommandDraft, MsiexecCommand, MsiexecVerb, VerbUse } from './msiexec-command.js';
import { refuse } from './msiexec-refusals.js';
import { isProductCode } from './msiexec-switches.js';

/** Default of `/f` (Msi/command-line-options). */
const defaultRepairMode = 'omus';

/** Options that go with some verbs only (Msi/command-line-options, below the table). */
const companions = {
  '/t': { verbs: ['advertise'], instead: 'TRANSFORMS=list with other verbs' },
  '/g': { verbs: ['advertise'], instead: '/g with /j only' },
  '/c': { verbs: ['advertise'], instead: 'MSINEWINSTANCE=1 TRANSFORMS=list with other verbs' },
  '/n': { verbs: ['install', 'repair', 'uninstall', 'patch'], instead: '/n with /i, /f, /x or /p' },
  '/m': { verbs: ['install', 'uninstall', 'administrative', 'repair'], instead: '/m with /i, /x, /a or /f' },
} as const;

/** Builds the command from all words, or refuses an invalid combination. */
export function resolveVerb(draft: CommandDraft, nothing: boolean): MsiexecCommand {
  const warnings: Warning[] = [];
  const patches = draft.verbs
    .filter(({ name }) => name === 'patch')
    .flatMap((use) => splitList(use.argument!));
  const properties = new Map(draft.properties);
  const { verb, use } = chooseVerb(draft, nothing, patches, properties);
  if (verb !== 'help') {
    checkTarget(verb, use);
    checkCompanions(draft, verb);
  }
  if (draft.ui.level === 'none' && draft.restart?.kind === 'prompt') {
    throw refuse(
      '/promptrestart cannot ask when /quiet is given',
      '/promptrestart',
      '/norestart, or another level than /quiet',
    );
  }
  if (patches.length > 0 && verb !== 'install' && properties.delete('PATCH')) {
    warnings.push(
      ignored(`PATCH is overwritten by ${draft.verbs.find(({ name }) => name === 'patch')!.spelling}`),
    );
  }
  if ((verb === 'repair' || verb === 'advertise') && properties.size > 0) {
    warnings.push(ignored(`${use!.spelling} ignores properties: ${[...properties.keys()].join(', ')}`));
    properties.clear();
  }
  const transforms =
    draft.transforms.length > 0 ? draft.transforms : splitList(properties.get('TRANSFORMS') ?? '');
  return {
    verb,
    package: use?.argument ?? null,
    patches,
    properties,
    transforms,
    ui: draft.ui,
    log: draft.log,
    restart: draft.restart?.kind ?? 'default',
    repairMode: verb === 'repair' ? use!.letters || defaultRepairMode : null,
    advertise: verb === 'advertise' ? advertiseOptions(draft, use!) : null,
    instance: draft.instance,
    mif: draft.mif,
    warnings,
  };
}

interface Choice {
  verb: MsiexecVerb;
  use: VerbUse | null;
}

function chooseVerb(
  draft: CommandDraft,
  nothing: boolean,
  patches: readonly string[],
  properties: Map<string, string>,
): Choice {
  // Help has priority, and is shown by msiexec without arguments.
  if (nothing || draft.verbs.some(({ name }) => name === 'help')) return { verb: 'help', use: null };
  const patch = draft.verbs.find(({ name }) => name === 'patch') ?? null;
  const others = draft.verbs.filter(({ name }) => name !== 'patch');
  if (patch && patches.length === 0)
    throw refuse(`${patch.spelling} needs a patch`, patch.argument!, '/p patch.msp');
  const first = others[0];
  if (!first) {
    // Several /p are joined to one list. The documentation has only the list; people write both.
    if (patch) return { verb: 'patch', use: null };
    throw refuse(
      'the command line does not say what to do',
      'no verb',
      '/a package.msi, /i package.msi or /p patch.msp',
    );
  }
  if (others.length > 1) return removePatch(others, properties);
  if (patch && first.name === 'install') {
    if (patch.spelling !== '/update') {
      throw refuse(
        `${first.spelling} and /p exclude each other`,
        `/p ${patch.argument}`,
        `${first.spelling} ${first.argument} PATCH=${patches.join(';')}`,
      );
    }
    properties.set('PATCH', patches.join(';'));
  } else if (patch && first.name !== 'administrative') {
    throw refuse(
      `${first.spelling} and ${patch.spelling} exclude each other`,
      `${patch.spelling} ${patch.argument}`,
      'one of them',
    );
  }
  const action = properties.get('ACTION')?.toUpperCase();
  if (first.name === 'administrative' && action !== undefined && action !== 'ADMIN') {
    throw refuse(
      '/a means ACTION=ADMIN, but the command line has another ACTION',
      `ACTION=${action}`,
      '/a without ACTION',
    );
  }
  // ACTION=ADMIN is what /a means (Msi/admin-action).
  if (first.name === 'install' && action === 'ADMIN') return { verb: 'administrative', use: first };
  return { verb: first.name as MsiexecVerb, use: first };
}

/**
 * Two verbs: `/package Application.msi /uninstall update.msp`, in either order, removes a patch
 * (Msi/standard-installer-command-line-options); all other pairs are contradictions.
 */
function removePatch(uses: readonly VerbUse[], properties: Map<string, string>): Choice {
  const install = uses.find(({ name }) => name === 'install');
  const uninstall = uses.find(({ spelling }) => spelling === '/uninstall');
  if (uses.length === 2 && install?.spelling === '/package' && uninstall) {
    properties.set('MSIPATCHREMOVE', uninstall.argument!);
    return { verb: 'install', use: install };
  }
  const [first, second] = uses as [VerbUse, VerbUse];
  const found = uses.map((use) => `${use.spelling} ${use.argument ?? ''}`.trim()).join(' ');
  if (first.name === second.name) {
    throw refuse('two packages: one command takes one', found, `${first.spelling} with one package`);
  }
  throw refuse(
    `${first.spelling} and ${second.spelling} exclude each other`,
    found,
    `${first.spelling} or ${second.spelling}`,
  );
}

function checkTarget(verb: MsiexecVerb, use: VerbUse | null): void {
  if ((verb === 'administrative' || verb === 'advertise') && use?.argument && isProductCode(use.argument)) {
    throw refuse(
      `${use.spelling} takes a package, not a product code`,
      use.argument,
      `${use.spelling} package.msi`,
    );
  }
}

function checkCompanions(draft: CommandDraft, verb: MsiexecVerb): void {
  const given = {
    '/t': draft.transforms.length > 0,
    '/g': draft.language !== null,
    '/c': draft.newInstance,
    '/n': draft.instance !== null,
    '/m': draft.mif !== null,
  };
  for (const [spelling, { verbs, instead }] of Object.entries(companions)) {
    if (!given[spelling as keyof typeof given] || (verbs as readonly string[]).includes(verb)) continue;
    throw refuse(`${spelling} cannot be used with this verb`, spelling, instead);
  }
  if (draft.newInstance && draft.transforms.length === 0) {
    throw refuse('/c needs the transform that creates the instance', '/c', '/c /t :instance1.mst');
  }
}

function advertiseOptions(draft: CommandDraft, use: VerbUse): NonNullable<MsiexecCommand['advertise']> {
  const letter = use.letters.toLowerCase();
  return {
    context: letter === 'u' ? 'user' : letter === 'm' ? 'machine' : null,
    language: draft.language,
    newInstance: draft.newInstance,
  };
}

function ignored(message: string): Warning {
  return { code: 'MSIEXEC_COMMAND_LINE', message };
}
