import { describe, expect, it } from 'vitest';
import {
  isLonePrefix,
  isProductCode,
  looksLikeSwitch,
  readAttachedSwitch,
  readSwitch,
} from '../../../src/installer/command-line/msiexec-switches.js';

const guid = '{90120000-0030-0000-0000-0000000FF1CE}';

describe('readSwitch', () => {
  it.each([
    ['/a', 'administrative', '/a', ''],
    ['-A', 'administrative', '/a', ''],
    ['\u2013a', 'administrative', '/a', ''],
    ['/Package', 'install', '/package', ''],
    ['/uninstall', 'uninstall', '/uninstall', ''],
    ['/update', 'patch', '/update', ''],
    ['/?', 'help', '/?', ''],
    ['/HELP', 'help', '/help', ''],
    ['/log', 'log', '/log', '*'],
    ['/lo', 'log', '/lo', 'o'],
    ['/L*V!', 'log', '/l*v!', '*V!'],
    ['/q', 'ui', '/q', ''],
    ['/QB\u2013!', 'ui', '/qb\u2013!', 'B-!'],
    ['/quiet', 'quiet', '/quiet', ''],
    ['/passive', 'passive', '/passive', ''],
    ['/f', 'repair', '/f', ''],
    ['/fOmus', 'repair', '/fomus', 'omus'],
    ['/forcerestart', 'forcerestart', '/forcerestart', ''],
    ['/ju', 'advertise', '/ju', 'u'],
    ['/unreg', 'internal', '/unreg', ''],
  ])('%s is %s', (text, name, spelling, letters) => {
    expect(readSwitch(text)).toMatchObject({ name, spelling, letters, attached: null });
  });

  it.each([
    '',
    '/',
    '-',
    'a',
    '/b',
    '/ab',
    '/admin',
    '/install',
    '/quux',
    '/qz',
    '/lz',
    '/jx',
    '/fz',
    '/fa{x}',
    '/home/me/x.msi',
    '/constructor',
    '--a',
    '/packages',
  ])('%j is none', (text) => {
    expect(readSwitch(text)).toBeNull();
  });

  it('takes a product code that hangs on /f', () => {
    expect(readSwitch(`/fa${guid}`)).toMatchObject({ name: 'repair', letters: 'a', attached: guid });
  });
});

describe('readAttachedSwitch', () => {
  it.each([
    [`/X${guid}`, 'uninstall', guid],
    ['/iC:\\x.msi', 'install', 'C:\\x.msi'],
    ['/ix.msi', 'install', 'x.msi'],
    ['-i/x/y.msi', 'install', '/x/y.msi'],
  ])('%s', (text, name, attached) => {
    expect(readAttachedSwitch(text)).toMatchObject({ name, attached });
  });

  it.each(['/i', '/install', '/images/x.msi', '/ax.msi', '/xyz', 'ix.msi'])('%s has none', (text) => {
    expect(readAttachedSwitch(text)).toBeNull();
  });
});

it('tells what a word looks like', () => {
  expect(['/b', '-silent', '--x'].every(looksLikeSwitch)).toBe(true);
  expect(['/b/c', '/x.msi', 'x', '-a\\b'].some(looksLikeSwitch)).toBe(false);
  expect(['/', '-', '\u2014'].every(isLonePrefix)).toBe(true);
  expect(['', 'a', '/a'].some(isLonePrefix)).toBe(false);
  expect([guid, guid.toLowerCase()].every(isProductCode)).toBe(true);
  expect(['', '{}', guid.slice(1), `${guid}x`].some(isProductCode)).toBe(false);
});
