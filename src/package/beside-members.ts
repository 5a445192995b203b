import type { ContainerMember } from '../archive/container.js';
import { nameKey } from '../core/name-key.js';
import type { OpenedPackage } from './opened-package.js';
import type { PackageFile } from './package-content.js';

/** A member of the container that a package came in, beside the package. */
export interface BesideMember {
  member: ContainerMember;
  /** The name that it has in the container. */
  name: string;
}

/**
 * The other members of the container that a package was opened in, in place of the container, without the uncompressed files of
 * the package itself, which lie beside it. Empty where the caller named the very package, and means no other file.
 *
 * @param given the file as the caller named it
 */
export function membersBeside(
  {
    content,
    container,
    inside = [],
  }: Pick<OpenedPackage, 'content' | 'container'> & Partial<Pick<OpenedPackage, 'inside'>>,
  given: string,
): BesideMember[] {
  const [way = ''] = inside;
  if (container === null || way === '' || given.includes('!')) return [];
  const own = new Set(
    (content.files as readonly PackageFile[]).filter(isLoose).map(({ name }) => nameKey(name)),
  );
  return container.container.files.flatMap((member) => {
    const name = member.statedName ?? member.path.slice(member.path.lastIndexOf('/') + 1);
    return member.path === way || own.has(nameKey(name)) ? [] : [{ member, name }];
  });
}

/** Whether a file of a package lies beside it. */
export function isLoose(file: PackageFile): boolean {
  return 'compressed' in file && file.compressed === false;
}
