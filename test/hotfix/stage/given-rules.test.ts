import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { type GivenRules, withGivenRules } from '../../../src/hotfix/stage/given-rules.js';
import { stageFacts } from '../../../src/hotfix/stage/stage-sources.js';
import { articleText, english, TABLE } from '../../support/articles.js';
import { caught } from '../../support/caught.js';

const row = 'Sccm2007ac-sp2-kb900123-x86-enu.msp';
const list = importArticle(TABLE.replaceAll(row, 'update.msp'), { kb: '900123' });

describe('withGivenRules', () => {
  it('leaves a manifest alone for which nothing is given', () => {
    expect(withGivenRules(list, {})).toBe(list);
  });

  it('makes a list of files one that can be staged', () => {
    expect(caught(() => stageFacts(list)).message).toBe(
      'the article of KB900123 does not say which file is the client patch, nor in which folder of the client installation files it belongs: nothing was staged; give --client-patch FILE (its tables have update.msp) and --hotfix-folder DIR (usually i386\\hotfix\\KB900123)',
    );
    const manifest = withGivenRules(list, {
      clientPatch: 'UPDATE.msp',
      hotfixFolder: '\\i386\\hotfix\\KB900123\\',
      utility: 'invrepair.exe',
      utilityCommand: 'invrepair.exe /all',
    });
    expect(stageFacts(manifest)).toMatchObject({
      clientPatch: {
        folder: 'i386/hotfix/KB900123',
        files: [{ product: 'ConfigMgr 2007 SP2', name: 'UPDATE.msp' }],
      },
      utility: { file: 'invrepair.exe', commandLine: 'invrepair.exe /all' },
    });
    expect(manifest.facts!.evidence!.map(({ fact, sentence }) => [fact, sentence])).toEqual([
      ['clientPatch.folder', 'given by --hotfix-folder'],
      ['clientPatch.files', 'given by --client-patch'],
      ['utility', 'given by --utility'],
      ['utility.commandLine', 'given by --utility-command'],
    ]);
  });

  it('answers what an article contradicts, and asks for all of it in one sentence', () => {
    const text = articleText(english)
      .replace('-enu.msp"', '-deu.msp"')
      .replace('InvRepair.exe repair.log', 'InvRepair.exe /site:<code>');
    const manifest = importArticle(text);
    const { code, message } = caught(() => stageFacts(manifest));
    expect(code).toBe('STAGE_UNSTATED');
    expect(message).toMatch(
      /-deu\.msp .* no table .*; .*place to fill in.*: nothing was staged; give --client-patch FILE and --utility-command TEXT$/,
    );
    const half = withGivenRules(manifest, { clientPatch: row });
    expect(caught(() => stageFacts(half)).message).toMatch(
      /^the article has a command line.*give --utility-command TEXT$/,
    );
    const whole = withGivenRules(half, { utilityCommand: 'InvRepair.exe /site:ABC' });
    expect(stageFacts(whole).utility?.commandLine).toBe('InvRepair.exe /site:ABC');
  });

  it('prefers what is given to what the article says', () => {
    const manifest = withGivenRules(importArticle(articleText(english)), { hotfixFolder: 'i386/own' });
    expect(stageFacts(manifest).clientPatch).toMatchObject({ folder: 'i386/own', files: [{ name: row }] });
  });

  it.each(['x.exe /all', 'X /all', 'cmd /c "x.exe" /all'])(
    'takes a command line of the utility: %s',
    (line) => {
      const { facts } = withGivenRules(list, { utility: 'x.exe', utilityCommand: line });
      expect(facts?.utility?.commandLine).toBe(line);
    },
  );

  it('leaves the utility out, and what the article has unclear about it', () => {
    const text = articleText({ ...english, utility: 'Do not run the InvRepair.exe utility.' });
    for (const article of [importArticle(text), importArticle(articleText(english))]) {
      const manifest = withGivenRules(article, { utility: 'none' });
      expect(manifest.facts).not.toHaveProperty('utility');
      expect(stageFacts(manifest)).not.toHaveProperty('utility');
      expect(manifest.facts?.evidence).toContainEqual({
        fact: 'utility',
        value: 'none',
        sentence: 'given by --utility',
        line: null,
      });
    }
  });

  it.each<[GivenRules, RegExp]>([
    [{ clientPatch: 'folder\\update.msp' }, /--client-patch takes the name of/],
    [{ clientPatch: 'update.exe' }, /--client-patch takes the name of a Windows Installer patch/],
    [{ utility: 'tool.msi' }, /--utility takes the name of a program/],
    [{ hotfixFolder: 'C:\\i386' }, /--hotfix-folder takes a folder below/],
    [{ hotfixFolder: '..\\i386' }, /--hotfix-folder takes a folder below/],
    [{ utilityCommand: 'x.exe' }, /--utility-command needs a utility/],
    [{ utility: 'x.exe', utilityCommand: 'x.exe <code>' }, /everything filled in/],
    [{ utility: 'x.exe', utilityCommand: 'y.exe /all' }, /--utility-command must run the utility x\.exe/],
    [{ utility: 'none', utilityCommand: 'x.exe' }, /give no --utility-command with it/],
  ])('refuses %j', (given, message) => {
    expect(caught(() => withGivenRules(list, given))).toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message),
    });
  });
});
