import type { Block } from './article-blocks.js';
import { headerOfCells, headerOfLine, shortHeaderOfCells } from './read-header.js';

/** What the text of the article states about its number: how often it occurs, and where. */
export function articleNumber(article: string, names: readonly string[], fileName = ''): string | null {
  const votes = new Map<string, number>();
  const vote = (number: string | undefined, weight: number) => {
    if (number !== undefined) votes.set(number, (votes.get(number) ?? 0) + weight);
  };
  const numbers = (text: string) =>
    [...text.matchAll(/(?<![A-Za-z\d])(?:KB|Q) ?(\d{6,7})(?!\d)/gi)].map((match) => match[1]);
  const text = article.slice(0, 2_000_000);
  for (const number of numbers(text).slice(0, 5000)) vote(number, 1);
  for (const name of names.slice(0, 2000))
    for (const number of numbers(name.replace(/[_-]/g, ' '))) vote(number, 2);
  for (const number of numbers(fileName.replace(/[_-]/g, ' '))) vote(number, 20);
  // Lists of files are named for their article alone: `4041691.csv`.
  vote(/^(\d{6,7})\.csv$/i.exec(fileName)?.[1], 20);
  for (const number of numbers(text.slice(0, 600))) vote(number, 5);
  for (const match of text.matchAll(/support\.microsoft\.com\/(?:[a-z-]+\/)?(?:help|kb|topic)\/(\d{6,7})/g)) {
    vote(match[1], match.index < 2000 ? 10 : 1);
  }
  for (const match of text.matchAll(
    /(?:article id|article number|kb number|id)[^\d\n]{1,20}(\d{6,7})(?!\d)/gi,
  ))
    vote(match[1], 10);
  const ranked = [...votes].sort((a, b) => b[1] - a[1]);
  if (ranked.length > 1 && ranked[0]![1] === ranked[1]![1]) return null;
  return ranked[0]?.[0] ?? null;
}

/** The language that the headings of the tables are in; what the document declares decides between equals. */
export function articleLanguage(blocks: readonly Block[], declared: string | null): string {
  const votes = new Map<string, number>();
  let headers = 0;
  for (const block of blocks.slice(0, 100_000)) {
    if (headers > 50) break;
    const header =
      block.kind === 'line'
        ? block.text.length < 400_000 && /\p{L}/u.test(block.text)
          ? headerOfLine(block.text.slice(0, 20_000))
          : null
        : (headerOfCells(block.rows[0] ?? []) ?? shortHeaderOfCells(block.rows[0] ?? []));
    if (header === null) continue;
    headers++;
    for (const [language, count] of header.languages) votes.set(language, (votes.get(language) ?? 0) + count);
  }
  const [best, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (best === undefined) return declared ?? 'und';
  if (declared !== null && (votes.get(declared.split('-')[0]!) ?? 0) >= best[1]) return declared;
  return second !== undefined && second[1] === best[1] && votes.get('en') === best[1] ? 'en' : best[0];
}
