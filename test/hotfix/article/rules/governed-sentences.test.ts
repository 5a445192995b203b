import { describe, expect, it } from 'vitest';
import { articleSentences } from '../../../../src/hotfix/article/rules/article-sentences.js';
import { governedSentences } from '../../../../src/hotfix/article/rules/governed-sentences.js';
import { RuleWords } from '../../../../src/hotfix/article/rules/rule-words.js';

/** Sentences that another one denies, or turns aside in brackets. */
const governedIn = (text: string, isHtml = false) => {
  const sentences = articleSentences(text, isHtml);
  const governed = governedSentences(sentences, new RuleWords(sentences, 'en'));
  return sentences.flatMap((one) => {
    const stance = governed.get(one);
    return stance === undefined ? [] : [stance.is === 'aside' ? `(${one.text})` : one.text];
  });
};

describe('governedSentences', () => {
  it.each([
    ['Do not run this:\nx.exe /a\nx.exe /b\n\nThen stop.', ['x.exe /a', 'x.exe /b']],
    ['Do not run this:\n\nx.exe /a\n\nCopy y.msp.', ['x.exe /a']],
    ['Do not do this:\n- Copy y.msp.\n  Then stop.\n- Go.\n\nEnd.', ['Copy y.msp.', 'Then stop.', 'Go.']],
    ['Do not do this:\n1. Run this:\nx.exe /a\n2. Stop.\n', ['Run this:', 'x.exe /a', 'Stop.']],
    ['Do not do the following: copy y.msp. Then run x.exe.\nGo.', ['Then run x.exe.']],
    ['Do not run this:\nx.exe /a\nInstead, run this:\nx.exe /b', ['x.exe /a']],
    ['Run this:\nx.exe /a\nDo not run this:\nx.exe /b', ['x.exe /b']],
    ['To remove the hotfix, run this:\nx.exe /u', ['(x.exe /u)']],
    ['To remove old records, run this:\nx.exe /u', []],
    ['To undo the changes of x.exe, run this:\nx.exe /u', ['(x.exe /u)']],
    ['Run the following command to revert the changes:\nx.exe /u', ['(x.exe /u)']],
    [
      'T\n\n## Old procedure (do not use)\n\nCopy y.msp.\n\n## New procedure\n\nRun x.exe.',
      ['(Copy y.msp.)'],
    ],
    ['T\n\n## Procedure (obsolete)\n\nCopy y.msp.', ['(Copy y.msp.)']],
    ['T\n\n## Bad ideas\n\nCopy y.msp.', ['(Copy y.msp.)']],
    ['T\n\n## Client records\n\nCopy y.msp.', []],
    ['The problem does not occur if you run the following command:\nx.exe /a', ['x.exe /a']],
    ['Copy y.msp.\nDo not do this.', ['Copy y.msp.']],
    ['Copy y.msp.\nThis was incorrect.', ['Copy y.msp.']],
    ['Copy y.msp.\nThe instructions in this section are obsolete.', ['Copy y.msp.']],
    ['Copy y.msp.\nThe steps in this section are for site servers.', []],
    ['Copy y.msp.\nThe steps in this section do not require a restart.', []],
    ['Run x.exe.\nThis is not required if you use another site.', []],
    ['Run x.exe.\nThe step above does not require administrative rights.', []],
    ['Copy y.msp.\n\n1. Run x.exe.\n\nSkip the previous step.', ['Run x.exe.']],
    ['Title\n\nText.\n\nDo not do this\n\nCopy y.msp.\n\nMore information\n\nRun x.exe.', ['(Copy y.msp.)']],
    [
      'The following command deletes all data. Never run it.\n\nx.exe /a\n\nCopy y.msp.',
      ['(Never run it.)', 'x.exe /a'],
    ],
    ['The following command removes old records:\nx.exe /a', ['(x.exe /a)']],
    ['The following command must be avoided:\nx.exe /a', ['(x.exe /a)']],
    ['Copy y.msp. We do not recommend this.', ['Copy y.msp.']],
    ['Copy y.msp.\n\nPlease skip the copy, it is not needed.', ['Copy y.msp.']],
    ['Copy y.msp.\n\nClients ignore the policy.', []],
    ['Check the log for the following line:\nx.exe /a', ['(x.exe /a)']],
    ['Find this command in your scripts, and take it out:\nx.exe /a', ['(x.exe /a)']],
    ['Open a command prompt and run:\nx.exe /a', []],
    ['Step 2: Copy y.msp.\nStep 3: Change the task sequence\nStep 4: Fix existing clients', []],
    ['x.exe /a\n\nThis empties the store. Microsoft no longer recommends it.', ['x.exe /a']],
    ['Copy y.msp.\n\nSo said version 1 of this article.', ['Copy y.msp.']],
    ['Copy y.msp.\n\nCorrection: the folder above was a typing error.', ['Copy y.msp.']],
    ['Copy y.msp.\n\nThe file above is digitally signed.', []],
    ['Wrong:\nx.exe /a\nRight:\nx.exe /b', ['(x.exe /a)']],
    ['Do not skip this step:\nCopy y.msp.', []],
    ['Do not forget to perform the following steps:\n1. Copy y.msp.', []],
    ['If you have not installed it, do the following:\n1. Copy y.msp.', []],
    ['The command below must not be used.\n\nx.exe /a', ['x.exe /a']],
    ['x.exe /a\n(do not use this command)', ['x.exe /a']],
    ['This hotfix is not replaced by the following hotfix:\n900001\nCopy y.msp.', []],
    ['This does not occur in the following case:\n\nA.\n\nCopy y.msp.', ['A.']],
    ['Clients do not run x.exe\n\nCopy y.msp.', []],
  ])('of %j', (text, expected) => {
    expect(governedIn(text)).toEqual(expected);
  });

  it.each([
    [
      '<p>Do not do this:</p><ol><li>Run:<pre>x.exe /a</pre></li><li>Go.</li></ol><p>End.</p>',
      ['Run:', 'x.exe /a', 'Go.'],
    ],
    ['<p>Do not run this:<br>x.exe /a</p><p>Copy y.msp.</p>', ['x.exe /a']],
    ['<h1>T</h1><h2>What not to do</h2><p>A.</p><p>B.</p><h2>Steps</h2><p>C.</p>', ['(A.)', '(B.)']],
  ])('of HTML %j', (html, expected) => {
    expect(governedIn(html, true)).toEqual(expected);
  });
});
