import type { Container, ContainerMember } from '../archive/container.js';
import { nameKey } from '../core/name-key.js';
import { pathKey } from '../core/safe-path.js';
import type { OpenedPackage } from './opened-package.js';
import type { PackageFile } from './package-content.js';
import { folderOf, nameOf } from './package-search.js';

/** A member of a container, beside the package that was opened in it or the container that leads there. */
export interface BesideMember {
  member: ContainerMember;
  /** The name that it has in its container. */
  name: string;
  /** The way to it from what the caller named: `inner.zip!a.dll`. */
  path: string;
}

/**
 * The other members of the containers that a package was found in, in place of what the caller named, without the uncompressed
 * files and cabinets of the package itself, which lie beside it. Empty where the caller named the very package, and means no
 * other file.
 */
export function membersBeside({
  content,
  container: opened,
}: Pick<OpenedPackage, 'content' | 'container'>): BesideMember[] {
  if (opened === null) return [];
  const { way, containers, named } = opened;
  return containers.flatMap((container, depth) => {
    if (depth < named) return [];
    const step = way[depth]!;
    const isOwn = depth === way.length - 1 ? ownFiles(content, container, step) : () => false;
    const before = way.slice(named, depth).map(({ path }) => `${path}!`);
    return container.files.flatMap((member) =>
      member === step || isOwn(member)
        ? []
        : [{ member, name: statedName(member), path: before.join('') + member.path }],
    );
  });
}

/** Tells the members that a package reads, where it lies, from others of their names. */
function ownFiles(
  content: OpenedPackage['content'],
  container: Container,
  around: ContainerMember,
): (member: ContainerMember) => boolean {
  if (content.kind !== 'msi' && content.kind !== 'msm') return () => false;
  const folder = folderOf(around.path);
  const placed = (path: string): string => pathKey(folder === '' ? path : `${folder}/${path}`);
  const loose = new Set(content.files.filter(isLoose).map((file) => placed(content.sourcePathOf(file))));
  const cabinets = new Set(content.files.flatMap(({ compressed, cabinet }) => (compressed && cabinet) || []));
  const members = new Set(container.files.map(({ path }) => pathKey(path)));
  const [beside, elsewhere] = [new Set<string>(), new Set<string>()];
  for (const name of cabinets) {
    // A cabinet that is not beside the package is in the folder of another disk.
    if (members.has(placed(name))) beside.add(placed(name));
    else elsewhere.add(nameKey(name));
  }
  return (member) => {
    const path = pathKey(member.path);
    return loose.has(path) || beside.has(path) || elsewhere.has(nameKey(statedName(member)));
  };
}

function statedName({ statedName, path }: ContainerMember): string {
  return statedName ?? nameOf(path);
}

/** Whether a file of a package lies beside it. */
export function isLoose(file: PackageFile): boolean {
  return 'compressed' in file && file.compressed === false;
}
