import type { BundlePayloadDescription } from '../archive/bundle-description.js';
import { externalAdvice } from '../archive/burn-places.js';
import type { Container, ContainerMember } from '../archive/container.js';
import { HotfixkitError } from '../core/errors.js';
import { pathFilter } from '../core/path-filter.js';
import { listed } from '../core/plural.js';
import { pathKey } from '../core/safe-path.js';
import { type InnerPackage, nameOf, type PackagePath, type PackageSearch, paths } from './package-search.js';

/** At most this many names in one message. */
const SHOWN = 8;

/**
 * Resolves names to a path, starting at a container. A name is a path inside the container, else a file name
 * in any of its folders, else a pattern, ignoring case; if nothing matches, a package further inside.
 *
 * Throws `CONTAINER_NO_MEMBER`, `CONTAINER_SEVERAL`, and what opening throws.
 */
export function findInside(
  search: PackageSearch,
  outermost: Container,
  names: readonly string[],
  given: string,
): PackagePath {
  const way: InnerPackage[] = [];
  let container = outermost;
  for (let at = 0; at < names.length; ) {
    if (names[at] === '' && at === names.length - 1) break;
    const depth = way.length + 1;
    // Names may contain a !: the longest existing one wins.
    let count = names.length - at;
    let members: ContainerMember[] = [];
    for (; count > 0 && members.length === 0; count--) {
      members = matching(container, names.slice(at, at + count).join('!'));
    }
    let step: PackagePath;
    if (members.length === 0) {
      step = deeper(search, container, names[at]!, depth, [given, ...way.map((one) => one.member.path)]);
      at++;
    } else {
      step = [pick(search, container, members, depth, [given, ...way.map((one) => one.member.path)])];
      at += count + 1;
    }
    for (const one of step) way.push(one);
    const last = step.at(-1)!;
    if (at >= names.length) {
      way[way.length - 1] = search.open(way.at(-2)?.container ?? outermost, last, way.length + 1);
      break;
    }
    const opened = search.open(way.at(-2)?.container ?? outermost, last, way.length + 1);
    way[way.length - 1] = opened;
    if (!opened.container) {
      if (names[at] === '' && at === names.length - 1) break;
      throw new HotfixkitError('CONTAINER_NO_MEMBER', 'this is a single package; it holds no other package', {
        entry: opened.member.path,
      });
    }
    container = opened.container;
  }
  return way;
}

/** The text to type for each. `cmd.exe` knows no quotation marks but `"`. */
export function choicesOf(given: string, found: readonly PackagePath[]): string[] {
  return found.map((path) => {
    const typed = [given, ...path.map((step) => step.member.path)].join('!');
    return `"${typed.replaceAll('"', '\\"')}"`;
  });
}

/** `CONTAINER_SEVERAL` with what to type for each. */
export function ambiguousPackage(
  given: string,
  found: readonly PackagePath[],
  outermost: Container | null = null,
): HotfixkitError {
  const choices = choicesOf(given, found);
  const containers = [outermost, ...found.flatMap((way) => way.map(({ container }) => container))];
  return new HotfixkitError('CONTAINER_SEVERAL', askForOne(choices, containers), { found: choices.length });
}

/** Asks for one of several packages. Of those that a bundle installs, not all are there or can be opened. */
export function askForOne(
  choices: readonly string[],
  containers: readonly (Pick<Container, 'bundle'> | null)[],
): string {
  const what =
    choices.length === 1
      ? 'this file installs several packages, of which one can be opened; name it'
      : 'this file holds several packages; name one';
  const absent = absentPackages(containers);
  const missing = absent.length > 0 ? `; not there: ${listed(absent, SHOWN)}` : '';
  return `${what}: ${listed(choices, SHOWN)}${missing}`;
}

/** Missing packages of bundles. */
function absentPackages(containers: readonly (Pick<Container, 'bundle'> | null)[]): string[] {
  return [...new Set(containers)].flatMap((container) =>
    (container?.bundle?.chain ?? []).flatMap(({ payload }) =>
      payload && !payload.present ? [payload.name] : [],
    ),
  );
}

function matching(container: Container, name: string): ContainerMember[] {
  const wanted = name.replace(/\\/g, '/').replace(/^\.?\//, '');
  const { files: members } = container;
  const key = pathKey(wanted);
  const exact = members.filter((member) => member.path === wanted);
  if (exact.length > 0) return exact;
  const byPath = members.filter((member) => pathKey(member.path) === key);
  if (byPath.length > 0) return byPath;
  const byName = members.filter((member) => pathKey(nameOf(member.path)) === key);
  if (byName.length > 0) return byName;
  const fits = pathFilter([wanted]);
  return /[*?[{]/.test(wanted) ? members.filter((member) => fits(member.path)) : [];
}

function pick(
  search: PackageSearch,
  container: Container,
  members: readonly ContainerMember[],
  depth: number,
  before: readonly string[],
): InnerPackage {
  if (members.length > 1) {
    const fitting = new Set(members);
    const packages = search.inside(container, depth).filter(({ member }) => fitting.has(member));
    if (packages.length === 1) return packages[0]!;
    const candidates = packages.length > 0 ? packages.map(({ member }) => member) : members;
    throw ambiguousPackage(
      before.join('!'),
      candidates.map((member) => [{ member, kind: 'cab', container: null, inside: [] }]),
    );
  }
  const [member] = members;
  const known = search.inside(container, depth).find((one) => one.member === member);
  const found = known ?? search.identify(container, member!, depth);
  if (found) return found;
  throw new HotfixkitError(
    'PACKAGE_UNKNOWN_KIND',
    `this file is not a package; to extract it from its container, give ${before.join('!')}! and --only`,
    { entry: member!.path },
  );
}

/** Searches for a package further inside; intermediate containers need not be named. */
function deeper(
  search: PackageSearch,
  container: Container,
  name: string,
  depth: number,
  before: readonly string[],
): PackagePath {
  const all = paths(search.inside(container, depth));
  const fits = pathFilter([name]);
  const key = pathKey(name);
  const found = all.filter((path) => {
    const last = path.at(-1)!.member.path;
    return pathKey(last) === key || pathKey(nameOf(last)) === key || fits(last);
  });
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw ambiguousPackage(before.join('!'), found);
  const absent = (container.absent ?? []).find(
    (payload) => pathKey(payload.name) === key || pathKey(nameOf(payload.name)) === key || fits(payload.name),
  );
  if (absent) throw notThere(absent);
  const known = all.length > 0 ? all.map((path) => path.map((step) => step.member.path).join('!')) : [];
  const there = known.length > 0 ? known : container.files.map((member) => member.path);
  throw new HotfixkitError(
    'CONTAINER_NO_MEMBER',
    there.length > 0
      ? `no file inside has this name; there are: ${listed(there, SHOWN)}`
      : 'the container is empty',
    { entry: name },
  );
}

/** For a missing payload of a bundle: its expected path, and where to get it. */
function notThere({ name, place, container, file, downloadUrl }: BundlePayloadDescription): HotfixkitError {
  const where =
    place === 'attached'
      ? `in the attached container ${container ?? ''}, which this bundle does not have or which lacks it`
      : place === 'detached'
        ? `in the container ${file}, which is not beside the bundle or lacks it`
        : 'beside the bundle, where it is not';
  const get =
    place === 'external'
      ? externalAdvice(file ?? name, downloadUrl)
      : downloadUrl === null
        ? 'get the whole download'
        : `download it from ${downloadUrl}`;
  return new HotfixkitError('PACKAGE_NO_FILE', `the bundle has this payload ${where}; ${get}`, {
    entry: name,
  });
}
