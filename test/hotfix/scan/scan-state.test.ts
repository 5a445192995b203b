import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { type Candidate, CandidateNames } from '../../../src/hotfix/scan/candidate.js';
import { ScanState } from '../../../src/hotfix/scan/scan-state.js';
import { caught } from '../../support/caught.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

const manifest = manifestFromCatalogue('977203');
const names = new CandidateNames([manifest]);
const candidate: Candidate = {
  path: 'a',
  kind: 'file',
  size: 5,
  modified: 1000.5,
  identity: '10005 10006 7',
};
const seen = 1_000_000;
const facts = [{ path: 'a', name: 'a', size: 5, version: null, platform: null }];

async function saved(): Promise<string> {
  const path = join(tempFolder(), 'state');
  const state = new ScanState(path, names);
  state.add('/x/a', candidate, facts, seen);
  state.add('/x/b', candidate, facts, seen);
  await state.save({ whole: true });
  return path;
}

describe('ScanState', () => {
  it('knows what was read, and nothing of what has changed since', async () => {
    const state = new ScanState(await saved(), names);
    expect(state.find('/x/a', candidate)).toEqual({ facts, problem: null });
    expect(state.find('/x/a', { ...candidate, size: 6 })).toBeNull();
    expect(state.find('/x/a', { ...candidate, identity: '10005 10007 7' })).toBeNull();
    expect(state.find('/x/c', candidate)).toBeNull();
  });

  it('forgets what a whole run did not meet, and keeps it when one was broken off', async () => {
    const path = await saved();
    const broken = new ScanState(path, names);
    broken.find('/x/a', candidate);
    await broken.save({ whole: false });
    expect(new ScanState(path, names).find('/x/b', candidate)).not.toBeNull();
    const whole = new ScanState(path, names);
    whole.find('/x/a', candidate);
    await whole.save({ whole: true });
    expect(new ScanState(path, names).find('/x/b', candidate)).toBeNull();
  });

  it('knows nothing where other articles were looked for', async () => {
    const others = new CandidateNames([{ ...manifest, kb: '977384' }]);
    expect(new ScanState(await saved(), others).find('/x/a', candidate)).toBeNull();
  });

  it.each<[string, (text: string) => string]>([
    ['edited', (text) => text.replace('"size":5', '"size":6')],
    ['edited in its stamp', (text) => text.replace('10006', '10007')],
    ['cut in a line', (text) => text.slice(0, text.lastIndexOf('["/x/b"') + 20)],
    ['cut after a line', (text) => text.slice(0, text.lastIndexOf('["/x/b"'))],
    ['without its last line feed', (text) => text.slice(0, -1)],
    ['longer', (text) => `${text}["/x/c",5,"10005 10006 7",[]]\n`],
    ['without a line', (text) => text.replace(/\["\/x\/a".*\n/, '')],
    ['with lines in another order', (text) => text.replace(/(\["\/x\/a".*\n)(.*\n)/, '$2$1')],
    ['its first line only', (text) => text.slice(0, text.indexOf('\n') + 1)],
    ['of an earlier version', (text) => text.replace('state 4', 'state 2')],
  ])('is ignored with a warning where it is %s, and written anew', async (_, change) => {
    const path = await saved();
    const changed = change(readFileSync(path, 'utf8'));
    expect(changed).not.toBe(readFileSync(path, 'utf8'));
    writeFileSync(path, changed);
    const state = new ScanState(path, names);
    expect(state.warnings).toMatchObject([{ code: 'STATE_INVALID', file: path }]);
    for (const name of ['/x/a', '/x/b', '/x/c']) expect(state.find(name, candidate)).toBeNull();
    state.add('/x/a', candidate, facts, seen);
    await state.save({ whole: true });
    const again = new ScanState(path, names);
    expect(again.warnings).toEqual([]);
    expect(again.find('/x/a', candidate)).not.toBeNull();
  });

  it('does not keep what was changed shortly before it was read, or in the future', async () => {
    const path = join(tempFolder(), 'state');
    const state = new ScanState(path, names);
    state.add('/x/a', { ...candidate, modified: seen - 1999 }, facts, seen);
    state.add('/x/b', { ...candidate, modified: seen + 5000 }, facts, seen);
    state.add('/x/c', { ...candidate, modified: seen - 2000 }, facts, seen);
    await state.save({ whole: true });
    const again = new ScanState(path, names);
    expect(['/x/a', '/x/b', '/x/c'].map((one) => again.find(one, candidate) !== null)).toEqual([
      false,
      false,
      true,
    ]);
  });

  itThorough('reads a state of many pieces, with any names', async () => {
    const path = join(tempFolder(), 'state');
    const state = new ScanState(path, names);
    const paths = Array.from({ length: 20_000 }, (_, i) => `/x/"${i}" \\ ${'Ω日本'.repeat(i % 9)}`);
    for (const one of paths) state.add(one, candidate, facts, seen);
    await state.save({ whole: true });
    const again = new ScanState(path, names);
    expect(again.warnings).toEqual([]);
    for (const one of paths) expect(again.find(one, candidate)).toEqual({ facts, problem: null });
  });

  it('is nothing where the file is empty', async () => {
    const path = join(tempFolder(), 'state');
    writeFileSync(path, '');
    expect(new ScanState(path, names).warnings).toEqual([]);
  });

  it.each(['precious data', '{"format":"another"}', '[1]'])('leaves %j as it is', (text) => {
    const path = join(tempFolder(), 'other');
    writeFileSync(path, text);
    expect(caught(() => new ScanState(path, names))).toMatchObject({ code: 'STATE_INVALID' });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
