import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { parseLogEntry } from '../../../src/hotfix/diagnose/log-entry.js';
import { codePageOf, SymptomMatcher, symptomMatchers } from '../../../src/hotfix/diagnose/symptom-matcher.js';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { LogSymptom } from '../../../src/hotfix/manifest/hotfix-facts.js';
import { logEntry, published } from '../../support/log-builder.js';

const manifest = manifestFromCatalogue('977203');
const [matcher] = symptomMatchers([manifest]);
const match = (text: string) => matcher!.match(parseLogEntry(text), [text]);

describe('SymptomMatcher', () => {
  it.each(Object.entries(published))('knows the wording of the article in %s', (language, text) => {
    expect(match(logEntry(text))).toEqual({ certainty: 'certain', language });
    expect(match(`${text} OSDSMPClient`)).toEqual({ certainty: 'certain', language });
  });

  it.each<[string, string, object | null]>([
    [
      'other letter case and blanks',
      logEntry('failed to  IMPORT client certificate store (0X80092024)'),
      { certainty: 'certain' },
    ],
    [
      'the code without 0x',
      logEntry('Failed to import client certificate store. 80092024.'),
      { certainty: 'certain' },
    ],
    [
      'the code as a number',
      logEntry('Failed to import client certificate store (-2146885596)'),
      { certainty: 'certain' },
    ],
    [
      'another language',
      logEntry('Fehler beim Import (0x80092024)'),
      { certainty: 'likely', language: null },
    ],
    [
      'another language in a plain line',
      'Fehler beim Import (0x80092024) OSDSMPClient',
      { certainty: 'likely' },
    ],
    [
      'a code that is cut off',
      '<![LOG[Failed to import client certificate store (0x8009',
      { certainty: 'likely', language: 'en' },
    ],
    ['another error at that place', logEntry('Failed to import client certificate store (0x80070005)'), null],
    ['the code from another component', logEntry('Failed (0x80092024)', 'PolicyAgent'), null],
    ['the code within a longer number', logEntry('Failed (0x800920245)'), null],
    ['the code in a plain line of nobody', 'Failed (0x80092024)', null],
    ['the component alone', logEntry('Import of the client certificate store succeeded'), null],
    ['a component of a similar name', 'Failed (0x80092024) OSDSMPClientele', null],
  ])('judges %s', (_, text, expected) => {
    const found = match(text);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
  });

  const symptom: LogSymptom = manifest.facts!.symptoms![0]!;
  const withPattern = (pattern: string): SymptomMatcher =>
    new SymptomMatcher(manifest, {
      ...symptom,
      wordings: [{ language: 'en', text: 'no such text', pattern }],
    });

  it.each(['(', '(a+)+b', '(a|a)*b', 'a*b*c*', 'a{1,5000}', '(a)\\1', '(?:a{2}){3}'])(
    'refuses the pattern %s',
    (pattern) => {
      expect(() => withPattern(pattern)).toThrowError(HotfixkitError);
    },
  );

  it.each(['import (of|for) .* store', 'store \\d+', 'a{1,20}', '[+*]'])(
    'takes the pattern %s',
    (pattern) => {
      expect(() => withPattern(pattern)).not.toThrow();
    },
  );

  it('finds a symptom that has no code by its wording alone', () => {
    const text = 'Setup gave up for good';
    const plain = new SymptomMatcher(manifest, {
      ...symptom,
      errorCode: null,
      wordings: [{ language: 'en', text }],
    });
    expect(plain.match(parseLogEntry(logEntry(text)), [text])).toEqual({
      certainty: 'certain',
      language: 'en',
    });
    expect(plain.match(parseLogEntry(logEntry('Setup')), ['Setup'])).toBeNull();
  });
});

describe('codePageOf', () => {
  it.each([
    ['zh-CN', 936],
    ['zh-TW', 950],
    ['vi', 1258],
    ['de-AT', 1252],
    ['ru', 1251],
  ])('%s is written in %d', (language, page) => {
    expect(codePageOf(language)).toBe(page);
  });
});
