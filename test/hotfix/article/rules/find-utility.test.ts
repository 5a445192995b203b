import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, translations } from '../../../support/articles.js';

const article = (change: (text: string) => string) => importArticle(change(articleText(english)));
const log = 'InvRepair.exe repair.log';

describe('findUtility', () => {
  it.each([
    [
      'not run on clients',
      (text: string) => text.replace(/^Then run .*$/m, 'Then look at the InvRepair.exe file.'),
    ],
    [
      'run by clients',
      (text: string) => text.replace(/^Then run .*$/m, 'Clients run InvRepair.exe at startup.'),
    ],
    [
      'in a symptom',
      (text: string) => text.replace(/^Then run .*$/m, 'When you run InvRepair.exe on a client, it fails.'),
    ],
    [
      'not to be run',
      (text: string) => text.replace(/^Then run .*$/m, 'Do not run InvRepair.exe on the clients.'),
    ],
    [
      'the program that installs the client',
      (text: string) => text.replaceAll('InvRepair', 'Ccmsetup').replaceAll('Invrepair', 'Ccmsetup'),
    ],
  ])('is none: %s', (_, change) => {
    const { facts, warnings } = article(change);
    expect(facts).not.toHaveProperty('utility');
    expect(warnings).toEqual([]);
  });

  it.each([
    ['en', 'Then run InvRepair.exe on every client.'],
    ['en', 'You must run the InvRepair.exe program on every client.'],
    ['en', 'Then run InvRepair.exe on every client that is not approved.'],
    ['en', 'Run InvRepair.exe on all clients, also on those that are not approved.'],
    ['en', 'InvRepair.exe must be run on every client. It cannot be run from a network share.'],
    ['de', 'Führen Sie InvRepair.exe auf jedem Client aus, der nicht genehmigt ist.'],
    ['en', 'On the computers, run the following command:\nInvRepair.exe /all'],
    ['de', 'Führen Sie danach InvRepair.exe auf jedem Client aus.'],
    ['fr', 'Exécutez ensuite InvRepair.exe sur chaque client.'],
    ['es', 'A continuación, ejecute InvRepair.exe en cada cliente.'],
    ['it', 'Quindi eseguire InvRepair.exe in ogni client.'],
    ['pt', 'Em seguida, execute InvRepair.exe em cada cliente.'],
    ['nl', 'Voer daarna InvRepair.exe uit op elke client.'],
    ['pl', 'Następnie uruchom InvRepair.exe na każdym kliencie.'],
    ['cs', 'Potom spusťte InvRepair.exe na každém klientovi.'],
    ['hu', 'Ezután futtassa az InvRepair.exe fájlt minden ügyfélen.'],
    ['tr', 'Ardından her istemcide InvRepair.exe dosyasını çalıştırın.'],
    ['ru', 'Затем запустите InvRepair.exe на каждом клиенте.'],
    ['el', 'Στη συνέχεια, εκτελέστε το InvRepair.exe σε κάθε υπολογιστή-πελάτη.'],
    ['sv', 'Kör sedan InvRepair.exe på varje klient.'],
    ['da', 'Kør derefter InvRepair.exe på hver klient.'],
    ['nb', 'Kjør deretter InvRepair.exe på hver klient.'],
    ['fi', 'Suorita sitten InvRepair.exe jokaisessa asiakkaassa.'],
    ['ja', '次に、すべてのクライアントで InvRepair.exe を実行します。'],
    ['ko', '그런 다음 모든 클라이언트에서 InvRepair.exe를 실행합니다.'],
    ['zh', '然后在每个客户端上运行 InvRepair.exe。'],
    ['zh-tw', '然後在每個用戶端上執行 InvRepair.exe。'],
    ['vi', 'Sau đó, chạy InvRepair.exe trên mỗi khách hàng.'],
  ])('is a program that is to be run on clients, without a word for it: %s %s', (language, utility) => {
    const { facts, warnings } = importArticle(articleText({ ...translations[language]!, utility }));
    expect(warnings).toEqual([]);
    expect(facts?.utility?.file).toBe('InvRepair.exe');
  });

  it.each([
    'The InvRepair.exe utility does not run on Windows 2000.',
    'The InvRepair.exe utility should not be interrupted while it runs.',
    'Do not run the InvRepair.exe utility before you install the hotfix.',
    'Do not run the InvRepair.exe utility on servers.',
    'Do not run the InvRepair.exe utility more than once.',
    'InvRepair.exe is not installed by the hotfix.',
    'Do not forget to run the InvRepair.exe utility on all clients.',
    'If you have not already done so, run the InvRepair.exe utility on all clients.',
  ])('is run although an article says where, when or how it is not: %s', (sentence) => {
    const { facts, warnings } = article((text) =>
      text.replace(english.utility, `${english.utility} ${sentence}`),
    );
    expect(warnings).toEqual([]);
    expect(facts?.utility?.file).toBe('InvRepair.exe');
  });

  it.each(['Run `InvRepair.exe /all` once.', 'Right: InvRepair /all /quiet, on each of them.'])(
    'asks for a command line that stands inside a sentence: %s',
    (sentence) => {
      const { facts, warnings } = article((text) => text.replace(log, sentence));
      expect(facts?.utility?.commandLine).toBe('InvRepair.exe');
      expect(warnings).toMatchObject([{ structure: 'facts.utility.commandLine' }]);
    },
  );

  it.each([
    'Use this: InvRepair.exe /all',
    'Command line: InvRepair.exe /all',
    '- Command: InvRepair.exe /all',
  ])('takes the command line behind a label: %s', (sentence) => {
    const { facts, warnings } = article((text) => text.replace(log, sentence));
    expect(warnings).toEqual([]);
    expect(facts?.utility?.commandLine).toBe('InvRepair.exe /all');
  });

  it.each(['InvRepair.exe - a utility', 'Do not use InvRepair.exe /wipe.', 'See InvRepair.exe /? for help.'])(
    'does not ask because of %s',
    (sentence) => {
      expect(
        article((text) => text.replace(log, sentence)).warnings.map(({ structure }) => structure),
      ).not.toContain('facts.utility.commandLine');
    },
  );

  it('says that it leaves out a command line', () => {
    const { facts } = article((text) => text.replace(log, 'Do not run this command:\nInvRepair.exe /wipe'));
    expect(facts?.evidence).toContainEqual(
      expect.objectContaining({
        fact: 'utility.commandLine',
        value: 'InvRepair.exe alone: the article has a command line for it that must not be used',
      }),
    );
  });

  it.each([
    ['en', 'To undo the changes of the InvRepair.exe utility, run the following command:'],
    ['de', 'Um die Änderungen rückgängig zu machen, führen Sie den folgenden Befehl aus:'],
    ['fr', 'Pour annuler les modifications, exécutez la commande suivante :'],
    ['es', 'Para deshacer los cambios, ejecute el comando siguiente:'],
    ['ja', '変更を元に戻すには、次のコマンドを実行します:'],
    ['zh', '要撤消更改，请运行以下命令:'],
  ])('does not take a command that undoes for the step: %s %s', (language, lead) => {
    const text = articleText(translations[language]!).replace(log, `${lead}\nInvRepair.exe /undo`);
    const { facts, warnings } = importArticle(text);
    expect(facts?.utility).toMatchObject({ file: 'InvRepair.exe', commandLine: 'InvRepair.exe' });
    expect(warnings).toMatchObject([
      { code: 'ARTICLE_RULE_UNCLEAR', structure: 'facts.utility.commandLine' },
    ]);
  });

  it('has the command line that the article shows', () => {
    const { facts } = article((text) => text.replace(log, 'InvRepair.exe /all /quiet'));
    expect(facts?.utility).toMatchObject({
      commandLine: 'InvRepair.exe /all /quiet',
      loggingCommandLine: null,
    });
  });

  it('leaves settings to the console that the article does not state', () => {
    const settings = [english.rights, english.hidden, english.whether];
    const { facts } = article((text) => settings.reduce((one, line) => one.replace(line, ''), text));
    expect(facts?.utility?.program).toEqual({ run: null, canRunWhen: null, adminRightsRequired: null });
  });

  it('has the name of its row where the text leaves the extension out', () => {
    const { facts } = article((text) =>
      text.replace('InvRepair.exe utility', 'InvRepair utility').replace(log, ''),
    );
    expect(facts?.utility?.file).toBe('Invrepair.exe');
  });

  it('has its name as the text spells it, behind letters whose lower case is longer', () => {
    const { facts } = article((text) => text.replace('InvRepair.exe utility', 'İİ InvRepair.exe utility'));
    expect(facts?.utility?.file).toBe('InvRepair.exe');
  });

  it('has its folder on a site server', () => {
    const { facts } = article((text) => `${text}\nIt is in SMS root\\logs\\KB900123`);
    expect(facts?.utility?.installedFolder).toBe('<ConfigMgr>\\Logs\\KB900123');
  });

  it.each([
    [
      'a place to fill in',
      (text: string) => text.replace(log, 'InvRepair.exe /site:<code>'),
      'facts.utility.commandLine',
      /a command line with a place to fill in for InvRepair\.exe: InvRepair\.exe \/site:<code> \(line/,
    ],
    [
      'several command lines',
      (text: string) => text.replace(log, 'InvRepair.exe /scan\nInvRepair.exe /repair'),
      'facts.utility.commandLine',
      /several command lines for InvRepair\.exe: InvRepair\.exe \/scan or InvRepair\.exe \/repair/,
    ],
    [
      'two utilities',
      (text: string) =>
        text
          .replace('Smpmgr.dll', 'Smprun.exe')
          .replace(english.again, `${english.again}\nThe Smprun utility does more.`),
      'facts.utility',
      /several of its files utilities: invrepair\.exe, smprun\.exe/,
    ],
    [
      'a utility that no table has',
      (text: string) => text.replace('Invrepair.exe', 'Other.exe'),
      'facts.utility',
      /calls InvRepair\.exe a utility, and no table of it has that file/,
    ],
    [
      'a utility for clients that no table has and that is named once',
      (text: string) => `${text}\nRun the Ccmrepair.exe utility on all clients.`,
      'facts.utility',
      /calls Ccmrepair\.exe a utility, and no table of it has that file/,
    ],
  ])('names what is unclear: %s', (_, change, structure, message) => {
    expect(article(change).warnings).toEqual([
      expect.objectContaining({
        code: 'ARTICLE_RULE_UNCLEAR',
        structure,
        message: expect.stringMatching(message),
      }),
    ]);
  });

  it.each(['Use the Regedit.exe tool.', 'Use the Procmon.exe tool of another vendor.'])(
    'takes no tool that is not of the hotfix: %s',
    (line) => {
      expect(article((text) => `${text}\n${line}`).warnings).toEqual([]);
    },
  );
});
