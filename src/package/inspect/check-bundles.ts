import type { Container } from '../../archive/container.js';
import { isLimit } from '../../archive/unpack-budget.js';
import { HotfixkitError } from '../../core/errors.js';
import type { OpenedContainer } from '../opened-package.js';
import type { InnerPackage } from '../package-search.js';

/**
 * Reads the packages of the WiX bundles in a container and returns the errors of those that are not what the manifest of
 * their bundle states, as opening each of them would. For a bundle of several packages: of one, that one is opened.
 */
export function bundleErrors({ container, inside }: OpenedContainer): HotfixkitError[] {
  return container.damage ? [] : errorsIn(container, inside());
}

function errorsIn(container: Container, inside: readonly InnerPackage[]): HotfixkitError[] {
  const packages = container.bundle ? inside.filter((one) => one.container === null) : [];
  container.prefetch(packages.flatMap(({ member }) => (member.openBeside ? [] : [member])));
  return inside.flatMap((one): HotfixkitError[] => {
    if (one.container) return errorsIn(one.container, one.inside);
    const error = packages.includes(one) ? errorOf(one) : null;
    return error ? [error] : [];
  });
}

function errorOf({ member }: InnerPackage): HotfixkitError | null {
  try {
    member.source();
    return null;
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.kind === 'bug' || isLimit(error)) throw error;
    return error;
  }
}
