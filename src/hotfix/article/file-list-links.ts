import type { ManifestWarning } from '../manifest/manifest.js';
import type { HtmlPage } from './html-page.js';

/** A link of an article. */
interface Link {
  address: string;
  /** What is shown for it. */
  text: string;
}

/** Links that a message lists. */
const LISTED = 3;
/** Longest text and address that are looked at. */
const LONGEST = 500;
/** Most links that are looked at. */
const MOST = 20_000;

/** Words for a list of the files of an update, as articles of all languages have them. */
const namesList =
  /\b(?:list of (?:all )?(?:the )?(?:updated |included )?files|file[- ]?(?:lists?|information|info|manifest|attributes)|files? (?:that are |which are )?(?:included|provided|contained|listed|updated))|datei(?:liste|informationen)|liste der dateien|liste des fichiers|informations sur les fichiers|lista de archivos|informaci[oó]n de archivos?|elenco dei file|informazioni sui file|lista de arquivos|informa[cç][oõ]es (?:sobre|do) arquivos?|список файлов|сведения о файлах|文件列表|文件信息|檔案清單|檔案資訊|ファイル(?:の)?(?:一覧|情報)|파일 (?:목록|정보)/iu;
/** Any word for files, in the text of a link to data. */
const namesFiles = /files?\b|datei|fichier|archivo|arquivo|файл|文件|檔案|ファイル|파일/iu;
/** Addresses of data. */
const isData = /\.(?:csv|tsv|xlsx?|ods|json|xml|txt)(?:[?#]|$)/i;

/**
 * A warning where an article has a link that is named as a list of files: what is in that list was not compared.
 *
 * @param article the whole text, or a document
 */
export function warningsOfLinks(article: string | HtmlPage): ManifestWarning[] {
  const found = new Map<string, Link>();
  for (const link of typeof article === 'string' ? linksOfText(article) : linksOfHtml(article)) {
    if (isFileList(link)) found.set(link.address, link);
  }
  if (found.size === 0) return [];
  const names = [...found.values()].map(
    ({ text, address }) => `${JSON.stringify(text.slice(0, 100))} (${address.slice(0, 200)})`,
  );
  const more = names.length > LISTED ? `; ${names.length - LISTED} more` : '';
  const message = `the article has a link to a list of files, which was not compared: ${names.slice(0, LISTED).join('; ')}${more}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

function isFileList({ address, text }: Link): boolean {
  // A place in the article itself is read with it.
  if (address === '' || /^(?:#|javascript:)/i.test(address)) return false;
  return (
    (namesList.test(text) && !address.includes('#')) ||
    (isData.test(address) && (namesFiles.test(text) || /file/i.test(address)))
  );
}

function linksOfHtml(html: HtmlPage): Link[] {
  const links: Link[] = [];
  let open: Link | null = null;
  html.walk({
    onopentag(name, attributes) {
      if (links.length >= MOST) return;
      const address = attributes.href ?? attributes.src ?? attributes.data ?? '';
      if (name === 'a' || name === 'area') {
        open = { address: address.slice(0, LONGEST), text: attributes.title ?? attributes.alt ?? '' };
        links.push(open);
      } else if (name === 'iframe' || name === 'object' || name === 'embed') {
        links.push({ address: address.slice(0, LONGEST), text: attributes.title ?? attributes.name ?? '' });
      }
    },
    ontext(data) {
      if (open !== null && open.text.length < LONGEST) open.text += data.replace(/\s+/g, ' ');
    },
    onclosetag(name) {
      if (name === 'a') open = null;
    },
  });
  return links.map(({ address, text }) => ({ address, text: text.slice(0, LONGEST).trim() }));
}

/** Links of Markdown, and addresses in a line. */
function linksOfText(text: string): Link[] {
  const links: Link[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    if (!line.includes('://') && !line.includes('](')) continue;
    const shown = line.slice(0, 4 * LONGEST);
    for (const [, name, address] of shown.matchAll(/\[([^\][]{1,500})\]\(([^()\s]{1,500})/g)) {
      links.push({ text: name!, address: address! });
    }
    for (const { 0: address, index } of shown.matchAll(/\bhttps?:\/\/[^\s<>()"'\]]{1,500}/g)) {
      // What is said before the address names it.
      links.push({ text: shown.slice(Math.max(0, index - 200), index).trim(), address });
    }
    if (links.length >= MOST) break;
  }
  return links;
}
