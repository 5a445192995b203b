import type { Database } from '../../msi/database.js';

export interface ComponentSelection {
  /** The first feature, in the order of FeatureComponents, that holds the component. */
  feature: string | null;
  selected: boolean;
}

/**
 * Which components an administrative installation takes: those of every feature except with Level 0 (win32
 * docs, "ADMIN Action", "Feature Table"); a feature below a disabled one is disabled with it. A component in several
 * features needs only one that is enabled. Without a Feature table (merge modules) everything is taken.
 *
 * @param levels Levels set by conditions, which override the table
 */
export function selectComponents(
  database: Database,
  components: Iterable<string>,
  levels: ReadonlyMap<string, number> = new Map(),
): Map<string, ComponentSelection> {
  const features = new Map(database.rows('Feature').map((row) => [row.Feature, row]));
  const everything = features.size === 0;

  const enabled = new Map<string, boolean>();
  const isEnabled = (name: string): boolean => {
    const own = enabled.get(name);
    if (own !== undefined) return own;
    const chain = new Set<string>();
    let result = true;
    for (let at: string | null = name; at !== null; ) {
      const known = enabled.get(at);
      if (known !== undefined || chain.has(at)) {
        result = known ?? true;
        break;
      }
      const row = features.get(at);
      if (!row || (levels.get(at) ?? row.Level) === 0) {
        result = row === undefined ? at !== name : false;
        enabled.set(at, result);
        break;
      }
      chain.add(at);
      at = row.Feature_Parent === at ? null : row.Feature_Parent || null;
    }
    for (const link of chain) enabled.set(link, result);
    return result;
  };

  const selection = new Map<string, ComponentSelection>();
  for (const component of components) selection.set(component, { feature: null, selected: everything });
  database.eachRow('FeatureComponents', ({ Feature_: feature, Component_: component }) => {
    const place = selection.get(component);
    if (!place) return;
    place.feature ??= feature;
    place.selected ||= isEnabled(feature);
  });
  return selection;
}
