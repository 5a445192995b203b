import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/cli/context.js';
import { factLines, partialLines } from '../../src/cli/fact-lines.js';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { partialEntry } from '../../src/hotfix/manifest/partial-entries.js';
import { articleText, english, TABLE } from '../support/articles.js';

const context = { paint: (_: string, text: string) => text } as unknown as Context;

describe('factLines', () => {
  it('shows each fact with the sentence that it rests on', () => {
    expect(factLines(context, importArticle(articleText(english)))).toEqual([
      '',
      'Staging',
      '  Client patch   Sccm2007ac-sp2-kb900123-x86-enu.msp (ConfigMgr 2007 SP2)',
      expect.stringMatching(/^ {4}line \d+: PATCH="C:/),
      '  Folder         i386\\hotfix\\KB900123',
      expect.stringMatching(/^ {4}line \d+: PATCH="C:/),
      '  Utility        InvRepair.exe',
      `    line 4: ${english.utility}`,
      '  Command        InvRepair.exe (errors to a file: InvRepair.exe repair.log)',
      expect.stringMatching(/InvRepair\.exe repair\.log$/),
      '  Runs           Hidden, whether or not a user is logged on, with administrative rights',
      expect.stringContaining(english.hidden),
      expect.stringContaining(english.whether),
      expect.stringContaining(english.rights),
      '  Give again     SMSSLP, FSP',
      expect.stringContaining(english.again),
      '  Prerequisites  ConfigMgr 2007 SP2 must be installed.',
      expect.stringContaining(english.prerequisites[1]),
      '  Restart        not required',
      expect.stringContaining(english.restart[1]),
      '  Replaces       nothing',
      expect.stringContaining(english.replacement[1]),
      '  Superseded by  KB2659258',
      expect.stringContaining(english.superseded!),
    ]);
  });

  it('says what is not stated, and how to state it', () => {
    expect(factLines(context, importArticle(TABLE))).toContain(
      '  Folder         not stated (--hotfix-folder DIR)',
    );
  });

  it('shows the facts of the catalogue, and nothing where there are none', () => {
    expect(factLines(context, manifestFromCatalogue('977203'))).toContain(
      '  Folder         i386\\hotfix\\KB977203',
    );
    const { facts: _, ...tables } = manifestFromCatalogue('977203');
    expect(factLines(context, tables)).toEqual([]);
  });
});

describe('partialLines', () => {
  it('shows what is known and what is not', () => {
    const lines = partialLines(context, partialEntry('2721642')!);
    expect(lines.slice(0, 2)).toEqual([
      'KB2721642: MS12-062: security update for System Center Configuration Manager 2007 SP2',
      'Partial: no file table, so nothing can be verified against this entry.',
    ]);
    expect(lines).toContain('  Client patch   no');
    expect(lines.at(-1)).toMatch(/--manifest FILE$/);
    expect(partialLines(context, partialEntry('2750782')!)[0]).toBe('KB2750782: title not known');
  });
});
