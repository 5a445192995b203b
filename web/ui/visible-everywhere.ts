import { options, type VNode } from 'preact';
import { printableLines } from '../../src/core/visible-text.js';

/** Attributes that are read or heard as text. */
const texts = ['title', 'aria-label', 'placeholder', 'alt', 'label'];

/** Shows characters that act where they stand in all text of an element, whoever made it. */
export function showActing({ type, props }: Pick<VNode, 'type' | 'props'>): void {
  if (typeof type !== 'string') return;
  const all = props as Record<string, unknown>;
  for (const name of texts) {
    const text = all[name];
    if (typeof text === 'string') all[name] = printableLines(text);
  }
  const { children } = all;
  if (typeof children === 'string') all.children = printableLines(children);
  else if (Array.isArray(children)) all.children = children.map(shown);
}

const shown = (child: unknown): unknown =>
  typeof child === 'string' ? printableLines(child) : Array.isArray(child) ? child.map(shown) : child;

/** {@link showActing} for every element that is made from now on. */
export function showActingEverywhere(): void {
  const before = options.vnode;
  options.vnode = (vnode) => {
    showActing(vnode);
    before?.(vnode);
  };
}
