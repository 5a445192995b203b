import { checkPathLimits } from '../core/path-limits.js';
import { type PathNode, PathTree } from '../core/path-tree.js';
import { isReservedName, pathKey } from '../core/safe-path.js';
import type { BurnPackage, BurnPayload } from './burn-manifest.js';
import { hashNameOf } from './payload-check.js';

/** Any file with a place in the bundle, payload or not. */
type Placed = BurnPayload | 'ux';

/** Where the payloads of a bundle go. */
export interface BurnPaths {
  /** The names of a payload: one for each of its packages with a separate folder; none for a duplicate. */
  readonly of: ReadonlyMap<BurnPayload, readonly string[]>;
  /** The packages that have a file of a name, by {@link burnPathKey}; absent for files of no package. */
  readonly owners: ReadonlyMap<string, ReadonlySet<BurnPackage>>;
  /** The name of a payload for one of its packages; another payload of the same content may have it. */
  in(owner: BurnPackage, payload: BurnPayload): string;
}

/**
 * The paths of payloads inside their bundle, `\` or `/` between the parts.
 *
 * Burn caches each package in a folder of its own, so that packages may have different payloads of one name. Here a package
 * has its own folder, named by its Id, only if one of its names is taken: then for all its payloads, because
 * they must stay together.
 */
export function burnPaths(
  uxNames: readonly string[],
  payloads: readonly BurnPayload[],
  chain: readonly BurnPackage[],
): BurnPaths {
  const owners = ownersOf(payloads, chain);
  const tree = new PathTree<Placed>();
  const apart = new Set<BurnPackage>();
  const separated = new Set<Placed>();
  const separate = (one: Placed): void => {
    // A payload may belong to thousands of packages, and thousands may have its name.
    if (one === 'ux' || separated.has(one)) return;
    separated.add(one);
    for (const owner of owners.get(one) ?? []) apart.add(owner);
  };
  for (const name of uxNames) enter(tree, name, 'ux');
  for (const payload of payloads) {
    for (const there of enter(tree, payload.filePath, payload)) {
      separate(payload);
      if (there !== null) separate(there);
    }
  }
  const stays = (payload: BurnPayload): boolean => {
    const own = owners.get(payload) ?? [];
    return own.length === 0 || own.some((one) => !apart.has(one));
  };
  const outermost = [...uxNames, ...payloads.filter(stays).map(({ filePath }) => filePath)];
  const folders = foldersOf(
    chain.filter((one) => apart.has(one)),
    new Set(outermost.map((path) => pathKey(partsOf(path)[0] ?? ''))),
  );
  const placeOf = (one: BurnPackage): string => (apart.has(one) ? `${folders.get(one)!}\\` : '');
  const taken = new Map<string, Placed>();
  const paths = new Map<BurnPayload, string[]>();
  const ownersOfPath = new Map<string, Set<BurnPackage>>();
  for (const payload of payloads) {
    const own = owners.get(payload) ?? [];
    const places = own.filter((one) => apart.has(one)).map(placeOf);
    if (stays(payload)) places.unshift('');
    const free = places
      .map((place) => place + payload.filePath)
      .filter((path) => {
        const key = burnPathKey(path);
        const there = taken.get(key);
        if (there !== undefined && isSameContent(there, payload)) return false;
        taken.set(key, payload);
        return true;
      });
    paths.set(payload, free);
    for (const one of own) {
      const key = burnPathKey(placeOf(one) + payload.filePath);
      const packages = ownersOfPath.get(key) ?? new Set();
      ownersOfPath.set(key, packages.add(one));
    }
  }
  return { of: paths, owners: ownersOfPath, in: (owner, payload) => placeOf(owner) + payload.filePath };
}

function ownersOf(
  payloads: readonly BurnPayload[],
  chain: readonly BurnPackage[],
): Map<BurnPayload, BurnPackage[]> {
  const byId = new Map(payloads.map((payload) => [payload.id, payload]));
  const owners = new Map<BurnPayload, BurnPackage[]>();
  for (const one of chain) {
    for (const id of one.payloads) {
      const payload = byId.get(id);
      if (!payload) continue;
      const own = owners.get(payload);
      if (own) own.push(one);
      else owners.set(payload, [one]);
    }
  }
  return owners;
}

/** Enters a path; returns what blocks it: a file with its name or the name of one of its folders, null for a folder. */
function enter(tree: PathTree<Placed>, path: string, placed: Placed): (Placed | null)[] {
  checkPathLimits(path);
  const parts = partsOf(path);
  const last = parts.pop();
  if (last === undefined) return [];
  const clashes: (Placed | null)[] = [];
  let node: PathNode<Placed> = tree.root;
  for (const part of parts) {
    node = tree.enter(node, part);
    if (node.file !== null) clashes.push(node.file);
  }
  node = tree.enter(node, last);
  if (node.isFolder) clashes.push(null);
  if (node.file === null) node.file = placed;
  else if (placed === 'ux' || !isSameContent(node.file, placed)) clashes.push(node.file);
  return clashes;
}

/** Names of one part for the packages, other than those that are `taken`. */
function foldersOf(packages: readonly BurnPackage[], taken: Set<string>): Map<BurnPackage, string> {
  const numbers = new Map<string, number>();
  return new Map(
    packages.map((one) => {
      const plain = folderName(one.id);
      let name = plain;
      while (taken.has(pathKey(name))) {
        const number = (numbers.get(pathKey(plain)) ?? 1) + 1;
        numbers.set(pathKey(plain), number);
        name = `${plain} (${number})`;
      }
      taken.add(pathKey(name));
      return [one, name];
    }),
  );
}

function folderName(id: string): string {
  const name = id.replace(/[\\/:]/g, '_');
  if (/^\.*$/.test(name) || isReservedName(name)) return `_${name}`;
  return name;
}

/** Whether two payloads of one name are one file by a checked hash in the manifest. */
function isSameContent(one: Placed, other: BurnPayload): boolean {
  if (one === other) return true;
  return one !== 'ux' && hashNameOf(one.hash) !== null && one.hash === other.hash && one.size === other.size;
}

function partsOf(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
}

/** Names with the same key are one file. */
export function burnPathKey(path: string): string {
  return pathKey(partsOf(path).join('/'));
}
