import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, PATCH, TABLE } from '../../../support/articles.js';

const row = 'Sccm2007ac-sp2-kb900123-x86-enu.msp';
const path = `i386\\hotfix\\KB900123\\${PATCH}`;
const article = (change: (text: string) => string) => importArticle(change(articleText(english)));
/** Without the PATCH line and another name for the patch, which says nothing by itself. */
const silent = (text: string) => text.replace(/^PATCH.*$/m, '').replaceAll(row, 'update-kb900123.msp');
const unclear = (text: (one: string) => string) =>
  importArticle(text(articleText(english)), { kb: '900123' }).warnings.filter(
    ({ code }) => code === 'ARTICLE_RULE_UNCLEAR',
  );

describe('findClientPatch', () => {
  it('asks nothing of a text that says nothing: it has no client patch', () => {
    expect(article(silent).facts).not.toHaveProperty('clientPatch');
  });

  it.each([
    ['by its name', (text: string) => text.replace(/^PATCH.*$/m, ''), row, null],
    [
      'by a sentence about clients',
      (text: string) => `${silent(text)}\nInstall update-kb900123.msp on the clients.`,
      'update-kb900123.msp',
      null,
    ],
    [
      'by its path in any folder of a processor',
      (text: string) =>
        `${silent(text)}\nIt is in Client\\x64\\hotfix\\KB900123\\update-kb900123.msp of the site.`,
      'update-kb900123.msp',
      'x64/hotfix/KB900123',
    ],
  ])('knows it %s', (_, change, name, folder) => {
    expect(article(change).facts?.clientPatch).toMatchObject({
      files: [{ product: 'ConfigMgr 2007 SP2', name }],
      folder,
    });
  });

  it.each([
    'Patches of other hotfixes are in folders such as i386\\hotfix\\KB977203.',
    `PATCH="C:\\Client\\i386\\hotfix\\KB977203\\other-kb977203.msp;C:\\Client\\${path}"`,
    `PATCH="C:\\i386\\hotfix\\KB977203\\sccm2007ac-sp2-kb977203-x86.msp;${PATCH}"`,
  ])('takes the folder of another hotfix for what it is: %s', (line) => {
    const { facts, warnings } = article((text) => `${text}\n${line}`);
    expect(facts?.clientPatch?.folder).toBe('i386/hotfix/KB900123');
    expect(warnings).toEqual([]);
  });

  it('takes what the catalogue knows of the name', () => {
    const { facts } = article((text) =>
      text
        .replace(/^PATCH.*$/m, '')
        .replaceAll('900123', '2882125')
        .replaceAll('Sccm2007ac-sp2-kb2882125-x86-enu', 'configmgr2012ac-sp1-kb2882125-x86'),
    );
    expect(facts?.clientPatch?.files).toMatchObject([{ name: 'configmgr2012ac-sp1-kb2882125-x86.msp' }]);
  });

  it('takes a patch that no table has, where the tables have no patch', () => {
    const { facts, warnings } = article((text) => text.replace(/^Sccm.*$/m, ''));
    expect(facts?.clientPatch?.files).toEqual([{ product: null, name: PATCH }]);
    expect(warnings).toEqual([]);
  });

  it.each([
    [
      'a name that no table has',
      (text: string) => text.replace(path, path.replace('enu', 'deu')),
      'facts.clientPatch.files',
      /-deu\.msp as the client patch, and no table of it has that file; the tables have .*-enu\.msp \(line/,
    ],
    [
      'a service pack whose table has another',
      (text: string) => text.replace('PATCH=', 'For ConfigMgr 2007 SP1:\nPATCH='),
      'facts.clientPatch.files',
      /for SP1, and only its table for ConfigMgr 2007 SP2 has that file/,
    ],
    [
      'a patch of another article',
      (text: string) => text.replaceAll('sp2-kb900123', 'sp2-kb900124'),
      'facts.clientPatch.files',
      /another number than KB900123/,
    ],
    [
      'the folder of another article',
      (text: string) => text.replace('hotfix\\KB900123', 'hotfix\\KB977203'),
      'facts.clientPatch.folder',
      /the only folder for a client patch that it names is that of another one, i386\/hotfix\/KB977203/,
    ],
    [
      'two folders',
      (text: string) => `${text}\nSee x64\\hotfix\\KB900123.`,
      'facts.clientPatch.folder',
      /several folders for the client patch: i386\/hotfix\/KB900123, x64\/hotfix\/KB900123/,
    ],
    [
      'the folder of another article beside its own',
      (text: string) => `${text}\nCopy the ${PATCH} file to the i386\\hotfix\\KB977203 folder.`,
      'facts.clientPatch.folder',
      /i386\\hotfix\\KB900123 for the client patch, and for the same patch the folder of another article, i386\\hotfix\\KB977203/,
    ],
    [
      'a patch of another article for clients',
      (text: string) =>
        `${silent(text).replaceAll('update-kb900123', 'update-kb900124')}\nInstall update-kb900124.msp on the clients.`,
      'facts.clientPatch.files',
      /names update-kb900124\.msp for clients, and that name has another number than KB900123/,
    ],
  ])('names what contradicts: %s', (_, change, structure, message) => {
    expect(unclear(change)).toEqual([
      expect.objectContaining({ structure, message: expect.stringMatching(message) }),
    ]);
  });

  it('is not confused by the folder of another article beside its own', () => {
    expect(unclear((text) => `${text}\nAs KB977203 did in i386\\hotfix\\KB977203.`)).toEqual([]);
    expect(TABLE).toContain(row);
  });

  it.each([
    [
      'another one that begins with its number',
      `Copy ${PATCH} to i386\\hotfix\\KB900123.\n\nThe folder is i386\\hotfix\\KB900123-v2.`,
      /several folders/,
    ],
    [
      'another release of ConfigMgr',
      'For Configuration Manager 2012 clients, copy the patch to i386\\hotfix\\KB900123.',
      /for the release 2012/,
    ],
  ])('asks for the folder because of %s', (_, lines, message) => {
    const { facts, warnings } = article((text) => text.replace(/^PATCH.*$/m, () => lines));
    expect(facts?.clientPatch?.folder ?? null).toBeNull();
    expect(warnings.map((one) => one.message).join()).toMatch(message);
  });

  it('takes the patch for its own release', () => {
    const line = `For Configuration Manager 2007 clients:\nPATCH=${path}`;
    const { facts, warnings } = article((text) => text.replace(/^PATCH.*$/m, () => line));
    expect(warnings).toEqual([]);
    expect(facts?.clientPatch?.folder).toBe('i386/hotfix/KB900123');
  });

  it('asks for a patch that is given for another release', () => {
    const line = `For Configuration Manager 2012 clients:\nPATCH=${path}`;
    const { warnings } = article((text) => text.replace(/^PATCH.*$/m, () => line));
    expect(warnings).toMatchObject([{ structure: 'facts.clientPatch.files' }]);
  });
});
