import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Context } from '../../src/cli/context.js';
import { list } from '../../src/cli/definitions/list.js';
import { prepare } from '../../src/cli/definitions/prepare.js';
import { verify } from '../../src/cli/definitions/verify.js';
import { withConfig } from '../../src/cli/with-config.js';
import { defaultRunLimits } from '../../src/node/run-limits.js';
import { hotfixkit } from '../support/command-line.js';
import { standInPath } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const sp2 = standInPath(2);

function written(values: object): string {
  const path = join(tempFolder(), 'settings.json');
  writeFileSync(path, JSON.stringify(values));
  return path;
}

function contextOf(command: string): Context {
  const terminal = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };
  const options = { json: true, quiet: false, verbose: false, color: false, limits: defaultRunLimits() };
  return new Context(terminal, options, [], command);
}

describe('withConfig', () => {
  let config = '';
  beforeEach(() => {
    config = written({ packageId: 'ABC00001', cacheDrive: 'D', trust: ['a.pem'] });
  });
  const none = { packageId: undefined, cacheDrive: undefined, trust: [], signed: false };

  it('takes the options that a command has and that were not given', () => {
    const options = withConfig(contextOf('prepare'), prepare.options, { ...none, cacheDrive: 'X' }, config);
    expect(options).toMatchObject({
      packageId: 'ABC00001',
      cacheDrive: 'X',
      trust: [expect.stringMatching(/a\.pem$/)],
    });
    expect(withConfig(contextOf('list'), list.options, { trust: [] }, config)).not.toHaveProperty(
      'packageId',
    );
  });

  it('does not make a command look at signatures', () => {
    expect(withConfig(contextOf('verify'), verify.options, none, config).trust).toEqual([]);
    expect(
      withConfig(contextOf('verify'), verify.options, { ...none, signed: true }, config).trust,
    ).toHaveLength(1);
    expect(
      withConfig(contextOf('list'), list.options, { trust: [], signature: true }, config).trust,
    ).toHaveLength(1);
  });
});

describe('settings', () => {
  it('are said where they were taken, and are in the JSON', async () => {
    const config = written({ packageId: 'XYZ0000A' });
    mkdirSync(join(tempFolder(), 'out'), { recursive: true });
    const line = [
      'prepare',
      sp2,
      '--kb',
      '977203',
      '-o',
      join(tempFolder(), 'out'),
      '--dry-run',
      '--config',
      config,
    ];
    const { json } = await hotfixkit([...line, '--json']);
    expect(json()).toMatchObject({ config: { file: config.replaceAll('\\', '/'), used: ['packageId'] } });
    const { stderr, stdout } = await hotfixkit([...line, '--verbose']);
    expect(stderr).toContain(`${config}: packageId\n`);
    expect(stdout).toContain('Verified');
  });

  it('with trust are said without --verbose', async () => {
    const { stderr } = await hotfixkit([
      'signature',
      sp2,
      '--config',
      written({ trustSystem: false, trust: ['no.pem'] }),
    ]);
    expect(stderr).toMatch(/settings\.json: trust/);
  });

  it('that are unknown end the run before it reads', async () => {
    const { status, stderr } = await hotfixkit(['list', 'none.msi', '--config', written({ trusst: [] })]);
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('there is no setting "trusst"; did you mean "trust"?'),
    ]);
  });
});
