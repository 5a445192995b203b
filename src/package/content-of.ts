import type { PackageContent } from './package-content.js';

/** A package that is open, or what is in it: either will do for those who only look at the content. */
export type ContentInput = PackageContent | { readonly content: PackageContent };

export function contentOf(given: ContentInput): PackageContent {
  return 'content' in given ? given.content : given;
}
