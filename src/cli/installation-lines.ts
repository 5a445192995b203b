import { plural } from '../core/plural.js';
import type { ActionCall, DescribedAction } from '../package/inspect/describe-custom-actions.js';
import type { DescribedService, InstallationDescription } from '../package/inspect/describe-installation.js';
import type { Context } from './context.js';

/** What a packager checks before deployment, for people: below the facts of the package. */
export function installationLines(context: Context, description: InstallationDescription): string[] {
  const { scope, launchConditions, launchConditionsIn, services, runKeys, restarts, customActions } =
    description;
  const facts: (readonly [string, string])[] = [
    ['Scope', scope.text],
    ...scope.setBy.map((action) => ['Set by', `custom action ${action}`] as const),
    ...launchConditions.map(({ condition, message }) =>
      launchConditionsIn.length > 0
        ? (['Requires', `${condition}: ${message}`] as const)
        : (['Not checked', `${condition}: ${message} (no sequence calls LaunchConditions)`] as const),
    ),
    ...services.map((service) => ['Service', serviceText(service)] as const),
    ...runKeys.map(
      ({ key, name, value }) => ['At logon', `${key}: ${name ?? '(default)'} = ${value ?? ''}`] as const,
    ),
    ...restarts.map(
      ({ action, table, condition }) => ['Restart', `${action} in ${table}${ifText(condition)}`] as const,
    ),
  ];
  const width = Math.max(...facts.map(([title]) => title.length));
  const asSystem = customActions.filter((one) => one.asSystem).length;
  const unused = customActions.filter(({ calls }) => calls.length === 0).length;
  const counts = [
    plural(customActions.length, 'custom action'),
    ...(asSystem > 0 ? [`${asSystem} with the rights of the system`] : []),
    ...(unused > 0 ? [`${unused} never called`] : []),
  ];
  return [
    'Installation',
    ...facts.map(([title, text]) => `  ${title.padEnd(width)}  ${text}`),
    '',
    counts.join(', '),
    ...customActions.flatMap((action) => actionLines(context, action)),
  ];
}

function serviceText(service: DescribedService): string {
  const { name, displayName, start, account, file, arguments: words, control } = service;
  const parts = [
    start === null ? 'not installed by this package' : `${start}, as ${account}`,
    ...(file === null ? [] : [words === null ? file : `${file} ${words}`]),
    ...control,
  ];
  return `${name}${displayName === null ? '' : ` (${displayName})`}: ${parts.join('; ')}`;
}

function actionLines(context: Context, action: DescribedAction): string[] {
  const words = [
    action.execution,
    ...(action.asSystem ? [context.paint('yellow', 'with the rights of the system')] : []),
    ...(action.schedule === 'always' ? [] : [action.schedule]),
    ...(action.asynchronous ? ['asynchronous'] : []),
    ...(action.ignoresResult ? ['its result is ignored'] : []),
    ...(action.hidesTarget ? ['not logged'] : []),
    ...(action.script64Bit ? ['64-bit script'] : []),
    ...(action.patchUninstall ? ['when a patch is removed'] : []),
  ];
  return [
    `  ${action.action}  (type ${action.type}: ${words.join(', ')})`,
    `    Runs    ${action.runs}`,
    ...(action.data === null ? [] : [`    Data    ${action.data}`]),
    ...(action.calls.length === 0 ? ['    Called  never'] : []),
    ...callLines(action.calls),
  ];
}

/** Most controls that are named. */
const SHOWN = 3;

function callLines(calls: readonly ActionCall[]): string[] {
  const controls = calls.filter(({ sequence }) => sequence === null);
  const left = controls.slice(SHOWN);
  return [
    ...calls.filter((call) => !left.includes(call)).map(callText),
    ...(left.length > 0 ? [`by ${plural(left.length, 'more control')}`] : []),
  ].map((text) => `    Called  ${text}`);
}

function callText({ table, sequence, after, condition }: ActionCall): string {
  if (sequence === null) return `by the control ${after ?? ''}${ifText(condition)}`;
  return `${table} ${sequence}${after === null ? '' : `, after ${after}`}${ifText(condition)}`;
}

function ifText(condition: string | null): string {
  return condition === null ? '' : `, if ${condition}`;
}
