import { type PackageSignature, signaturesOfHotfix } from '../package/signature/package-signatures.js';
import type { Color, Context } from './context.js';

const colors: Readonly<Record<'good' | 'warn' | 'bad', Color>> = {
  good: 'green',
  warn: 'yellow',
  bad: 'red',
};

/** How the signatures of a hotfix stand, for a place below its verdict: a line, or none where nothing was judged. */
export function signatureLines(context: Context, all: readonly PackageSignature[]): string[] {
  const words = signaturesOfHotfix(all);
  return words === null ? [] : [context.paint(colors[words.tone], `Signatures: ${words.text}`)];
}
