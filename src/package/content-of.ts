import type { Package } from './package.js';

/** A package that is open, or what is in it: either will do for those who only look at the content. */
export type ContentInput = Package | { readonly content: Package };

export function contentOf(given: ContentInput): Package {
  return 'content' in given ? given.content : given;
}
