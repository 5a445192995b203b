import { nameKey } from '../../core/name-key.js';
import type { FileFacts } from '../verify/compare-file.js';

/** Files that belong together, and the folder that holds them all. */
export interface FileGroup {
  /** Relative to the tree; empty for the tree itself. */
  folder: string;
  files: FileFacts[];
}

/**
 * Folders of a distribution point are named for packages: site code and five hexadecimal digits. `KB977203` is not such
 * a name.
 */
const packageFolder = /^(?!KB\d{6}$)[A-Z0-9]{3}[0-9A-F]{5}$/i;

interface Node {
  path: string;
  files: FileFacts[];
  children: Map<string, Node>;
}

interface Group {
  files: FileFacts[];
  identities: Set<string>;
}

/**
 * Sorts the files of one article in a tree into copies of it. From the leaves up, folders that lie beside each other
 * belong together (an image has `bin/i386` and `bin/x64`) unless they hold much of the same: those are two copies.
 * Nothing is put together beyond the folder of a ConfigMgr package.
 */
export function groupPlaces(files: readonly FileFacts[]): FileGroup[] {
  const root: Node = { path: '', files: [], children: new Map() };
  for (const file of files) {
    let node = root;
    for (const part of file.path.split('/').slice(0, -1)) {
      let child = node.children.get(part);
      if (!child) {
        child = { path: node.path === '' ? part : `${node.path}/${part}`, files: [], children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.files.push(file);
  }
  const closed: Group[] = [];
  for (const one of collect(root, closed)) closed.push(one);
  return closed
    .map(({ files: members }) => ({ folder: commonFolder(members), files: members }))
    .sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0));
}

/** Groups below a node that may still grow; the others go to `closed`. */
function collect(root: Node, closed: Group[]): Group[] {
  const results = new Map<Node, Group[]>();
  const stack: { node: Node; entered: boolean }[] = [{ node: root, entered: false }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    if (!top.entered) {
      top.entered = true;
      for (const child of top.node.children.values()) stack.push({ node: child, entered: false });
      continue;
    }
    stack.pop();
    const { node } = top;
    const own: Group[] = node.files.length === 0 ? [] : [groupOf(node.files)];
    const below: Group[] = [];
    for (const [name, child] of node.children) {
      const groups = results.get(child)!;
      results.delete(child);
      if (packageFolder.test(name)) for (const one of groups) closed.push(one);
      else for (const one of groups) below.push(one);
    }
    results.set(node, merge([...own, ...below], closed));
  }
  return results.get(root)!;
}

/** Groups of what fits together, filled in turn, the largest first. The largest may still grow; other copies are closed. */
function merge(groups: Group[], closed: Group[]): Group[] {
  if (groups.length < 2) return groups;
  const copies: Group[] = [];
  for (const group of groups.sort((a, b) => b.identities.size - a.identities.size)) {
    // With more than some copies, groups are no longer merged.
    const home = copies.slice(0, MOST_COPIES).find((copy) => fits(copy, group));
    if (!home) {
      copies.push(group);
      continue;
    }
    for (const file of group.files) home.files.push(file);
    for (const identity of group.identities) home.identities.add(identity);
  }
  copies.sort((a, b) => b.identities.size - a.identities.size);
  for (const copy of copies.slice(1)) closed.push(copy);
  return copies.slice(0, 1);
}

const MOST_COPIES = 20;

function fits(copy: Group, group: Group): boolean {
  let shared = 0;
  for (const identity of group.identities) if (copy.identities.has(identity)) shared++;
  return shared * 2 <= Math.min(copy.identities.size, group.identities.size);
}

function groupOf(files: FileFacts[]): Group {
  const identities = files.map(({ name, platform }) => `${nameKey(name)} ${platform ?? ''}`);
  return { files: [...files], identities: new Set(identities) };
}

function commonFolder(files: readonly FileFacts[]): string {
  let common = files[0]!.path.split('/').slice(0, -1);
  for (const { path } of files) {
    const parts = path.split('/').slice(0, -1);
    let same = 0;
    while (same < common.length && common[same] === parts[same]) same++;
    common = common.slice(0, same);
  }
  return common.join('/');
}
