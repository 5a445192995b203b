import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/manifest/catalogue.js';
import { type Candidate, CandidateNames } from '../../../src/verify/scan/candidate.js';
import { ScanState } from '../../../src/verify/scan/scan-state.js';
import { caught } from '../../support/caught.js';
import { tempFolder } from '../../support/temp-folder.js';

const manifest = manifestFromCatalogue('977203');
const names = new CandidateNames([manifest]);
const candidate: Candidate = { path: 'a', kind: 'file', size: 5, modified: 1000.5 };
const facts = [{ path: 'a', name: 'a', size: 5, version: null, platform: null }];

async function saved(): Promise<string> {
  const path = join(tempFolder(), 'state');
  const state = new ScanState(path, names);
  state.add('/x/a', candidate, facts);
  state.add('/x/b', candidate, facts);
  await state.save({ whole: true });
  return path;
}

describe('ScanState', async () => {
  it('knows what was read, and nothing of what has changed since', async () => {
    const state = new ScanState(await saved(), names);
    expect(state.find('/x/a', candidate)).toEqual({ facts, problem: null });
    expect(state.find('/x/a', { ...candidate, size: 6 })).toBeNull();
    expect(state.find('/x/a', { ...candidate, modified: 1001 })).toBeNull();
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

  it('reads what it can of one that is damaged', async () => {
    const path = await saved();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, `${text.slice(0, text.lastIndexOf('["/x/b"') + 20)}\n["/x/c",1,2,[{"path":5}]]\n`);
    const state = new ScanState(path, names);
    expect(state.find('/x/a', candidate)).not.toBeNull();
    expect(state.find('/x/b', candidate)).toBeNull();
    expect(state.find('/x/c', { ...candidate, size: 1, modified: 2 })).toBeNull();
  });

  it.each(['precious data', '{"format":"another"}', '[1]'])('leaves %j as it is', (text) => {
    const path = join(tempFolder(), 'other');
    writeFileSync(path, text);
    expect(caught(() => new ScanState(path, names))).toMatchObject({ code: 'STATE_INVALID' });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
