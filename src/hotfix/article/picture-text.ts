import { isLikeHash, LEAST_DIGITS } from './read-hash.js';

/** Stands for a picture whose content no one can read here (OBJECT REPLACEMENT CHARACTER). */
export const PICTURE = '\ufffc';

/** Elements that show something without text. */
export const pictures: ReadonlySet<string> = new Set(
  'img svg canvas object embed iframe video input textarea select math'.split(' '),
);

/** Pictures that only keep a place. */
const spacer = /spacer|blank|clear|transparent|pixel|1x1|\bdot\b/i;

/** What a picture or field stands for: the hash that its description or value is, else {@link PICTURE}; nothing for one that shows nothing. */
export function pictureText({
  alt = '',
  value = '',
  title = '',
  src = '',
  width,
  height,
  type,
  hidden,
}: Attributes): string {
  const hash = [alt, value, title].find((text) => isLikeHash(text, LEAST_DIGITS));
  if (hash !== undefined) return hash;
  const isSmall = [width, height].some((size) => size !== undefined && Number.parseInt(size, 10) <= 2);
  const isUnseen = type === 'hidden' || hidden !== undefined || isSmall || spacer.test(src);
  return isUnseen ? '' : PICTURE;
}

type Attributes = Readonly<Partial<Record<string, string>>>;
