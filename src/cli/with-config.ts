import { type ConfigFile, findConfig, type SettingName, settings } from './config-file.js';
import type { Context } from './context.js';
import type { OptionDefinitions } from './definition.js';

type Options = Readonly<Record<string, unknown>>;

/** What of a signature is judged by, and what a command looks at signatures for. */
const signatureSettings: readonly SettingName[] = ['trust', 'trustSystem', 'catalog', 'crl', 'signedBy'];
/** Commands that judge signatures whatever is asked of them. */
const alwaysJudge = ['signature', 'prepare', 'stage'];

/**
 * The options of a command with settings in the place of those that were not given. Settings about signatures do not make a command look at
 * signatures: they count where it does so anyway. What was taken is told, trust always.
 */
export function withConfig(
  context: Context,
  definitions: OptionDefinitions,
  options: Options,
  config?: string,
): Options {
  const known = (Object.keys(settings) as SettingName[]).filter((name) => name in definitions);
  if (known.length === 0 && config === undefined) return options;
  const file = findConfig(config, process.cwd(), (warning) => context.warnBeside([warning]));
  if (file === null) return options;
  const looks = looksAtSignatures(context.command, options);
  const used = known.filter(
    (name) =>
      file.values[name] !== undefined &&
      !isGiven(options[name]) &&
      (looks || !signatureSettings.includes(name)),
  );
  if (used.length > 0) context.configured(file.path, used);
  return { ...options, ...taken(file, used) };
}

function taken({ values }: ConfigFile, used: readonly SettingName[]): Options {
  return Object.fromEntries(used.map((name) => [name, values[name]]));
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}

function looksAtSignatures(command: string, options: Options): boolean {
  const { signed, signature, format } = options;
  const isAsked = isGiven(signed) || isGiven(signature) || format === 'cyclonedx' || format === 'spdx';
  return alwaysJudge.includes(command) || isAsked || signatureSettings.some((name) => isGiven(options[name]));
}
