import { addFacts, HotfixkitError } from '../../core/errors.js';
import { selectComponents } from '../../package/install/features.js';
import type { SequenceOptions } from '../command-line/sequence-options.js';
import type { AdministrativeSession } from './administrative-session.js';

/**
 * Which files an image gets: those of features whose level is not 0 and, with `apply`, of components whose condition
 * holds. A file whose component is in no table is not left out in silence: the plan of the image refuses it. Throws `MSI_BAD_CONDITION` for a condition that decides something and does not parse.
 *
 * @param levels Feature.Level by Feature key, after the conditions of features
 */
export function selectFiles(
  session: AdministrativeSession,
  levels: ReadonlyMap<string, number>,
  componentConditions: NonNullable<SequenceOptions['componentConditions']>,
): (file: { component: string | null }) => boolean {
  const { database } = session.package;
  const components = database.rows('Component');
  const selection = selectComponents(
    database,
    components.map((row) => row.Component),
    levels,
  );
  const apply = componentConditions === 'apply';
  const refused = new Set<string>();
  for (const { Component: component, Condition: condition } of components) {
    if (!selection.get(component)!.selected) {
      session.log({
        type: 'info',
        text: `Component ${component}: it is in no feature, or only in features of the level 0; its files are left out.`,
      });
      continue;
    }
    if (condition === null) continue;
    if (componentHolds(session, component, condition, apply)) continue;
    if (apply) refused.add(component);
    session.log({
      type: 'info',
      text: `Component ${component}: its condition (${condition}) is false; its files are ${apply ? 'left out' : 'included all the same'}.`,
    });
  }
  return ({ component }) =>
    component !== null && (selection.get(component)?.selected ?? true) && !refused.has(component);
}

/** An invalid condition is an error only if it is needed. */
function componentHolds(
  session: AdministrativeSession,
  component: string,
  condition: string,
  apply: boolean,
): boolean {
  try {
    return session.holds(condition, { table: 'Component', row: component, column: 'Condition' });
  } catch (error) {
    if (apply || !(error instanceof HotfixkitError)) throw addFacts(error, { entry: component });
    session.log({
      type: 'info',
      text: `Component ${component}: its condition is not evaluated (${error.message}); its files are included.`,
    });
    return true;
  }
}
