import type { Container, ContainerMember } from '../../archive/container.js';
import { constantOf } from '../../msi/constant-condition.js';
import type { OpenedContainer } from '../opened-package.js';

/** Properties that change which files an installation leaves. */
const changing: readonly string[] = ['TRANSFORMS', 'PATCH', 'REMOVE'];

/** The same in a command line: `msiexec /i a.msi TRANSFORMS=b.mst`. */
const inCommand = /(?<![\w%])(TRANSFORMS|PATCH|REMOVE)=("[^"]{0,500}"|[^\s"]{1,500})/gi;

/**
 * What the containers on the way to a package state of its installation by which its files are not what is installed: properties
 * that a bundle or the command of a self-extractor gives, and a condition of a bundle that is never true. In words.
 *
 * @param known properties that were taken into account
 */
export function installedWith(
  { containers, way }: Pick<OpenedContainer, 'containers' | 'way'>,
  known: readonly string[] = [],
): string[] {
  const names = changing.filter((name) => !known.includes(name));
  const isChanging = (name: string): boolean => names.includes(name.toUpperCase());
  return containers.flatMap((container, depth) => [
    ...byBundle(container, way[depth]!, isChanging),
    ...byCommand(container, isChanging),
  ]);
}

function byBundle(
  { bundle }: Container,
  member: ContainerMember,
  isChanging: (name: string) => boolean,
): string[] {
  const chained = bundle?.chain.filter(({ payload }) => payload?.path === member.path) ?? [];
  return chained.flatMap(({ properties = {}, installCondition }) => [
    ...Object.entries(properties)
      .filter(([name, value]) => isChanging(name) && value !== '')
      .map(([name, value]) => `the bundle gives ${name}=${value}`),
    ...(constantOf(installCondition) === false
      ? [`the bundle never installs it, because its condition is ${installCondition}`]
      : []),
  ]);
}

function byCommand({ bundle, facts }: Container, isChanging: (name: string) => boolean): string[] {
  if (bundle) return [];
  return Object.values(facts).flatMap((command) =>
    [...command.matchAll(inCommand)]
      .filter(([, name]) => isChanging(name!))
      .map(([assignment]) => `the command of the container gives ${assignment}`),
  );
}
