import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english } from '../../../support/articles.js';

const utilityIn = (sentence: string) =>
  importArticle(articleText({ ...english, utility: sentence })).facts?.utility?.file;

describe('runOnClients', () => {
  it.each([
    'Run InvRepair.exe on every client that is not approved.',
    'On all clients that are not approved, run InvRepair.exe.',
    'InvRepair.exe must be run on every client.',
    'InvRepair should be executed on each client once.',
    'Use the following command:\nInvRepair.exe /all',
    'Program: InvRepair.exe\nCommand line: InvRepair.exe /all',
    'Create a program with these settings:\n- Command line: InvRepair.exe /all',
  ])('takes the program of %s', (sentence) => {
    expect(utilityIn(sentence)).toBe('InvRepair.exe');
  });

  it.each([
    'Run InvRepair.exe on every client, which is not supported.',
    'Run InvRepair.exe on every client, but this is not recommended.',
    'It is a mistake to run InvRepair.exe on every client that is approved.',
    'Do not run InvRepair.exe on clients that are approved.',
    'InvRepair.exe must not be run on any client.',
    'On the site server, run the following command:\nInvRepair.exe /all',
    'Run InvRepair.exe on the site server.',
    'Check the log of the client for the following line:\nInvRepair.exe /all',
    'Look for this line:\nInvRepair.exe /all',
  ])('takes none of %s', (sentence) => {
    expect(utilityIn(sentence)).toBeUndefined();
  });
});
