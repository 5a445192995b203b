import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, PATCH, translations } from '../../../support/articles.js';

const path = 'i386\\hotfix\\KB900123';
const rulesOf = (text: string) => {
  const { facts, warnings } = importArticle(text);
  const codes = warnings.map(({ code, structure = '' }) => `${code} ${structure}`.trim());
  return { facts, warnings, codes };
};
/** An article whose only sentence about the folder is this one. */
const withSentence = (sentence: string, words = english) =>
  articleText({ ...words, superseded: '' }).replace(/^PATCH.*$/m, sentence);

describe('a sentence about the client patch', () => {
  it.each([
    `Copy ${PATCH} to the ${path} folder of the client installation files.`,
    `Note: ${PATCH} is in ${path}.`,
    `For Service Pack 2, copy ${PATCH} to ${path}.`,
  ])('is a rule: %s', (sentence) => {
    const { facts, codes } = rulesOf(withSentence(sentence));
    expect(codes).toEqual([]);
    expect(facts?.clientPatch?.folder).toBe('i386/hotfix/KB900123');
  });

  it.each([
    ['en', `Do not copy ${PATCH} to ${path}.`],
    ['en', `${PATCH} must not be copied to ${path}.`],
    ['en', `Avoid copying ${PATCH} to ${path}.`],
    ['en', `Instead of copying ${PATCH} to ${path}, install the client again.`],
    ['en', `Remove ${PATCH} from ${path}.`],
    ['en', `If you have Service Pack 1, copy ${PATCH} to ${path}.`],
    ['en', `~~Copy ${PATCH} to ${path}.~~`],
    ['en', `Copy <del>${PATCH}</del> to ${path}.`],
    ['de', `Kopieren Sie ${PATCH} nicht nach ${path}.`],
    ['fr', `Ne copiez pas ${PATCH} dans ${path}.`],
    ['es', `No copie ${PATCH} en ${path}.`],
    ['ru', `Не копируйте ${PATCH} в ${path}.`],
    ['ja', `${PATCH} を ${path} にコピーしないでください。`],
    ['zh', `请勿将 ${PATCH} 复制到 ${path}。`],
    ['vi', `Không sao chép ${PATCH} vào ${path}.`],
    ['it', `Non copiare ${PATCH} in ${path}.`],
    ['pt', `Não copie ${PATCH} para ${path}.`],
    ['nl', `Kopieer ${PATCH} niet naar ${path}.`],
    ['pl', `Nie kopiuj ${PATCH} do ${path}.`],
    ['cs', `Nekopírujte ${PATCH} do ${path}.`],
    ['hu', `Ne másolja a ${PATCH} fájlt ide: ${path}.`],
    ['tr', `${PATCH} dosyasını ${path} klasörüne kopyalamayın.`],
    ['ko', `${PATCH} 파일을 ${path}에 복사하지 마십시오.`],
    ['zh-tw', `請勿將 ${PATCH} 複製到 ${path}。`],
    ['sv', `Kopiera inte ${PATCH} till ${path}.`],
    ['da', `Kopier ikke ${PATCH} til ${path}.`],
    ['nb', `Kopier aldri ${PATCH} til ${path}.`],
    ['fi', `Älä kopioi tiedostoa ${PATCH} kansioon ${path}.`],
    ['el', `Μην αντιγράψετε το ${PATCH} στο ${path}.`],
  ])('is no rule: %s %s', (language, sentence) => {
    for (const words of new Set([translations[language]!, english])) {
      const { facts, codes, warnings } = rulesOf(withSentence(sentence, words));
      expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.folder');
      expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.files');
      expect(facts?.clientPatch?.folder ?? null).toBeNull();
      expect(warnings[0]!.message).toMatch(/\(line \d+\)$/);
    }
  });

  it.each(['<s>', '<del>', '<strike>', '<span style="text-decoration: line-through">'])(
    'is no rule in %s of HTML',
    (tag) => {
      const end = tag.replace(/^<(\w+).*$/, '</$1>');
      const rows = withSentence(`${tag}Copy ${PATCH} to ${path}.${end}`).split('\n');
      const { codes } = rulesOf(`<html><body>${rows.map((row) => `<p>${row}</p>`).join('\n')}</body></html>`);
      expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.folder');
    },
  );

  it.each([
    ['before', `The following steps do not apply to Service Pack 2.\nCopy ${PATCH} to ${path}.`],
    ['behind', `Copy ${PATCH} to ${path}. If you have Service Pack 2, do not use this file.`],
  ])('is no rule for a service pack that a sentence %s it takes out', (_, sentences) => {
    const { codes } = rulesOf(withSentence(sentences));
    expect(codes).toEqual(['ARTICLE_RULE_UNCLEAR facts.clientPatch.files']);
  });
});

describe('a sentence about the utility', () => {
  it.each([
    'Never run the InvRepair.exe utility on the clients.',
    'Avoid running the InvRepair.exe utility.',
    '~~Run the InvRepair.exe utility.~~',
  ])('is no rule, alone or beside another: %s', (sentence) => {
    for (const utility of [sentence, `${english.utility}\n${sentence}`]) {
      const { facts, codes } = rulesOf(articleText({ ...english, utility }));
      expect(codes).toEqual(['ARTICLE_RULE_UNCLEAR facts.utility']);
      expect(facts).not.toHaveProperty('utility');
    }
  });

  it.each([
    'The InvRepair.exe utility runs without options.',
    'The InvRepair.exe utility is not part of that hotfix.',
  ])('leaves the rule of another one: %s', (sentence) => {
    const { facts, codes } = rulesOf(articleText({ ...english, utility: `${english.utility}\n${sentence}` }));
    expect(codes).toEqual([]);
    expect(facts?.utility?.file).toBe('InvRepair.exe');
  });
});

describe('an article that takes its hotfix back', () => {
  it.each([
    'This hotfix was withdrawn.',
    'Do not install this hotfix.',
    'This hotfix is superseded by hotfix 2659258. Do not use it.',
    'Dieser Hotfix wurde zurückgezogen.',
    'Installieren Sie diesen Hotfix nicht.',
    "N'installez pas ce correctif.",
    'No instale esta revisión.',
    '请不要安装此修补程序。',
  ])('says so: %s', (sentence) => {
    const language = ['de', 'fr', 'es', 'zh'].find((one) =>
      /Hotfix (?:wurde|nicht)|diesen/.test(sentence)
        ? one === 'de'
        : sentence.startsWith('N')
          ? one === (sentence.startsWith('No') ? 'es' : 'fr')
          : /此/.test(sentence) && one === 'zh',
    );
    const words = translations[language ?? 'en']!;
    expect(rulesOf(`${articleText(words)}\n${sentence}`).codes).toContain('ARTICLE_WITHDRAWN');
  });

  it.each([
    'This hotfix was not withdrawn.',
    'You do not have to install this hotfix.',
    'Do not install this hotfix before you install the prerequisites.',
    'Do not install this hotfix by using a step of the kind Install Software in a task sequence.',
    'This hotfix cannot be installed.',
  ])('is not meant: %s', (sentence) => {
    expect(rulesOf(`${articleText(english)}\n${sentence}`).codes).not.toContain('ARTICLE_WITHDRAWN');
  });
});

describe('requirements', () => {
  it.each([
    ['To avoid a restart, stop the client before you install this hotfix.', 'restartRequired'],
    ['Do not use the client until you restart after you install this hotfix.', 'restartRequired'],
  ])('are not turned round: %s', (sentence, fact) => {
    const restart = [english.restart[0], sentence] as const;
    const { facts, codes } = rulesOf(articleText({ ...english, restart }));
    expect(codes).toEqual([`ARTICLE_RULE_UNCLEAR facts.${fact}`]);
    expect(facts).not.toHaveProperty(fact);
  });

  it('name no service pack that must not be installed', () => {
    const prerequisites = [english.prerequisites[0], 'You must not have Service Pack 2 installed.'] as const;
    const { facts, codes } = rulesOf(articleText({ ...english, prerequisites }));
    expect(codes).toEqual(['ARTICLE_RULE_UNCLEAR facts.prerequisites']);
    expect(facts).not.toHaveProperty('prerequisites');
  });

  it.each([
    ['This hotfix does not replace hotfix 2659258.', [], []],
    ['This hotfix is not superseded by hotfix 2659258.', [], []],
    ['This hotfix replaces hotfix 2659258.', ['2659258'], []],
    ['This hotfix is replaced by hotfix 2659258.', [], ['2659258']],
    ['Hotfix 2659258 replaces this hotfix.', [], ['2659258']],
    ['Hotfix 2659258 is replaced by this hotfix.', ['2659258'], []],
  ])('know who replaces whom: %s', (superseded, replaces, by) => {
    const { facts } = rulesOf(articleText({ ...english, superseded }));
    expect(facts?.replaces).toEqual(replaces);
    expect(facts?.supersededBy.map(({ kb }) => kb)).toEqual(by);
  });
});

it('leaves no rule where a word that denies is put into its sentence', () => {
  const negations: Record<string, string> = {
    ...{ en: 'not', de: 'nicht', fr: 'ne', es: 'no', ru: 'не', it: 'non', pt: 'não', nl: 'niet', pl: 'nie' },
    ...{
      sv: 'inte',
      da: 'ikke',
      nb: 'ikke',
      fi: 'ei',
      hu: 'nem',
      cs: 'nikdy',
      tr: 'asla',
      el: 'μην',
      vi: 'không',
    },
  };
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(negations)), fc.nat(), (language, at) => {
      const words = translations[language]!;
      const parts = words.utility.split(' ');
      const said = parts.toSpliced(1 + (at % (parts.length - 1)), 0, negations[language]!).join(' ');
      const { facts, codes } = rulesOf(articleText({ ...words, utility: said }));
      expect(facts?.utility ?? null, said).toBeNull();
      expect(codes, said).toContain('ARTICLE_RULE_UNCLEAR facts.utility');
    }),
    { seed: 15, numRuns: 60 },
  );
});
