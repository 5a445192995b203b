import type { Package } from './package.js';

/** An open package, or its content. Functions that need only the content take either. */
export type ContentInput = Package | { readonly content: Package };

export function contentOf(given: ContentInput): Package {
  return 'content' in given ? given.content : given;
}
