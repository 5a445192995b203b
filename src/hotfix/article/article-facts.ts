import type { Block } from './article-blocks.js';
import rules from './lexicon/rules.json' with { type: 'json' };
import { headersOf } from './line-headers.js';
import { anyHeaderOfCells } from './read-header.js';

const NUMBER = /(?<![A-Za-z\d])(?:KB|Q) ?(\d{6,7})(?!\d)/gi;
/** A title that is named for its article: `KB977203: text`, `text (977203)`, `text - KB977203`. */
const TITLES = [
  /^[\s"'#*[]{0,10}(?:KB|Q) ?(\d{6,7})\]?\s{0,5}(?:[:|–—-]|$)/i,
  /[([](?:KB|Q)? ?(\d{6,7})[)\]][\s.*"']{0,10}$/i,
  /\s[|–—-]\s{1,5}(?:KB|Q) ?(\d{6,7})[\s.*"']{0,10}$/i,
];
/** A column of folders has them as `Windows6.0-KB935807-v2-x86\x86_microsoft-windows-…`. */
const FOLDER = /-KB(\d{6,7})(?:-v\d{1,2})?-(?:x86|x64|amd64|arm64|ia64)\\/gi;
const ADDRESS = /support\.microsoft\.com\/(?:[a-z-]+\/)?(?:help|kb|topic)\/(\d{6,7})/g;
const LABEL = /(?:article id|article number|kb number|(?<![a-z])id)[^\d\n]{1,20}(\d{6,7})(?!\d)/gi;

/**
 * The number that an article states for itself: in its title, in the name of its file, at the start of one of its first lines, in those of its patches and packages, behind a
 * label or in its address. How often a number occurs says nothing: the text may speak most of the hotfix that it replaces. Null where
 * nothing states a number, and where the title and the name of the file state two.
 */
export function articleNumber(
  article: string,
  names: readonly string[],
  fileName = '',
  title = firstLine(article),
): string | null {
  const text = article.slice(0, 2_000_000);
  const head = title.slice(0, 1000);
  const titled = TITLES.map((form) => form.exec(head)?.[1]).find((number) => number !== undefined);
  // Lists of files are named for their article alone: `4041691.csv`.
  const filed = only([...numbersIn(fileName), ...(/^(\d{6,7})\.csv$/i.exec(fileName)?.slice(1) ?? [])]);
  if (titled !== undefined && filed !== null && filed !== titled) return null;
  const files = names.slice(0, 2000);
  return (
    titled ??
    filed ??
    only(
      text
        .slice(0, 2000)
        .split('\n')
        .flatMap((line) => TITLES[0]!.exec(line)?.[1] ?? []),
    ) ??
    only(files.filter((name) => /\.msp$/i.test(name)).flatMap(numbersIn)) ??
    only(files.flatMap(numbersIn)) ??
    only(matches(text, FOLDER)) ??
    only(matches(text, LABEL)) ??
    only(matches(text.slice(0, 2000), ADDRESS)) ??
    headed(head)
  );
}

/** What a hotfix is called, in all languages. */
const HOTFIX = Object.values(rules.hotfix).flat();

/** `Update KB 977203`: a title that begins with what it is, and the number. */
function headed(title: string): string | null {
  const [, before, number] =
    /^\s*(\p{L}{1,40}(?: \p{L}{1,40})?) (?:KB|Q) ?(\d{6,7})(?!\d)/iu.exec(title) ?? [];
  const last = before?.split(' ').at(-1)?.toLowerCase() ?? '';
  return number !== undefined && HOTFIX.some((word) => last.startsWith(word)) ? number : null;
}

const firstLine = (text: string): string => /\S.*/.exec(text)?.[0] ?? '';

const matches = (text: string, form: RegExp): string[] =>
  [...text.matchAll(form)].slice(0, 5000).map((match) => match[1]!);

const numbersIn = (text: string): string[] => matches(text.replace(/[_-]/g, ' '), NUMBER);

/** The number that all of them are. */
function only(numbers: readonly string[]): string | null {
  const [first, ...others] = new Set(numbers);
  return first !== undefined && others.length === 0 ? first : null;
}

/** The language that the headings of the tables are in; what the document declares decides between equals. */
export function articleLanguage(
  blocks: readonly Block[],
  declared: string | null,
  headersOfLines = headersOf(blocks),
): string {
  const votes = new Map<string, number>();
  let headers = 0;
  for (const [i, block] of blocks.entries()) {
    if (headers > 50) break;
    const header = block.kind === 'line' ? headersOfLines[i]! : anyHeaderOfCells(block.rows[0] ?? []);
    if (header === null) continue;
    headers++;
    for (const [language, count] of header.languages) votes.set(language, (votes.get(language) ?? 0) + count);
  }
  const [best, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (best === undefined) return declared ?? 'und';
  if (declared !== null && (votes.get(declared.split('-')[0]!) ?? 0) >= best[1]) return declared;
  return second !== undefined && second[1] === best[1] && votes.get('en') === best[1] ? 'en' : best[0];
}
