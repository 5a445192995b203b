import { expect, it } from 'vitest';
import { planClientLine } from '../../../src/hotfix/stage/plan-client-line.js';
import { caught } from '../../support/caught.js';
import { writeClientSource } from '../../support/client-source.js';
import { tempFolder } from '../../support/temp-folder.js';

it('is one line of all patches that are there', () => {
  const { client } = writeClientSource({ KB2516517: {}, KB982203: {} });
  const { patchProperty, installationProperties } = planClientLine(client, {
    packageId: 'ABC00001',
    properties: { FSP: 'server02' },
  });
  const base = 'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix';
  expect(patchProperty).toBe(
    `PATCH="${base}\\KB982203\\client-kb982203.msp;${base}\\KB2516517\\client-kb2516517.msp"`,
  );
  expect(installationProperties).toBe(`FSP=server02 ${patchProperty}`);
});

it.each([
  ['no patch', {}, 'STAGE_NO_PATCH'],
  ['none for this client', { KB1111111: { from: '0.9.0' } }, 'STAGE_NO_PATCH'],
] as const)('refuses %s', (_, patches, code) => {
  expect(caught(() => planClientLine(writeClientSource(patches).client)).code).toBe(code);
});

it('refuses a folder that is no client source', () => {
  expect(caught(() => planClientLine(tempFolder())).code).toBe('STAGE_CLIENT_SOURCE');
});

it('refuses a line that no command line takes, and says what to do', () => {
  const { client } = writeClientSource({ KB1111111: {}, KB2222222: {} });
  const long = (characters: number) => `\\\\server\\${'x'.repeat(characters)}`;
  expect(caught(() => planClientLine(client, { clientPath: long(260) }))).toMatchObject({
    code: 'STAGE_LINE_TOO_LONG',
    message: expect.stringContaining('--client-path'),
  });
  const properties = { SMSSITECODE: 'x'.repeat(8_200) };
  expect(caught(() => planClientLine(client, { properties }))).toMatchObject({
    code: 'STAGE_LINE_TOO_LONG',
    message: expect.stringContaining('cmd.exe takes 8191'),
  });
});
