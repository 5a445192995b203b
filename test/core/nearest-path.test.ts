import { describe, expect, it } from 'vitest';
import { meantPath, nearestPath } from '../../src/core/nearest-path.js';

const paths = ['Client/i386/Ccmsetup.exe', 'Logs\\KB977203\\Ccmcertfix.exe', 'Client/client.msi'];

describe('nearestPath', () => {
  it.each([
    ['ccmcertfx.exe', 'Ccmcertfix.exe'],
    ['CCMSETUP.EX', 'Ccmsetup.exe'],
    ['Client/i386/ccmsetp.exe', 'Client/i386/Ccmsetup.exe'],
    ['logs\\kb977203\\ccmcertfi.exe', 'Logs/KB977203/Ccmcertfix.exe'],
    ['i386/ccmsetup.exe', 'Client/i386/Ccmsetup.exe'],
    ['KB977203\\ccmcertfix.exe', 'Logs/KB977203/Ccmcertfix.exe'],
    ['*.mis', null],
    ['nothing.like.it', null],
    ['', null],
  ])('of %j is %j', (given, expected) => {
    expect(nearestPath(given, paths)).toBe(expected);
  });

  it('is asked for the first name that something is near', () => {
    expect(meantPath(['zzzz', 'cient.msi'], paths)).toBe('; did you mean client.msi?');
    expect(meantPath(['zzzz'], paths, '; see "list"')).toBe('; see "list"');
  });
});
