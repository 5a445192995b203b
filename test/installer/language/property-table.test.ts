import { describe, expect, it } from 'vitest';
import { formatText } from '../../../src/installer/language/formatted-text.js';
import {
  isPublicProperty,
  PropertyTable,
  propertySources,
} from '../../../src/installer/language/property-table.js';
import { evaluateCondition, parseCondition } from '../../../src/msi/condition.js';

const layers = ['environment', 'commandLine', 'adminProperties', 'transform', 'propertyTable'] as const;

describe('PropertyTable', () => {
  it('lets each layer hide those below it, whatever stands above', () => {
    // Every set of layers that say something: the first one in the documented order wins.
    for (let mask = 0; mask < 1 << layers.length; mask++) {
      const said = layers.filter((_, index) => mask & (1 << index));
      const properties = new PropertyTable(Object.fromEntries(said.map((layer) => [layer, [['P', layer]]])));
      expect(properties.get('P')).toBe(said[0] ?? '');
      expect(properties.source('P')).toBe(said[0] ?? null);
    }
    expect(propertySources).toEqual(['session', ...layers]);
  });

  it('hides a value with an empty one', () => {
    const properties = new PropertyTable({ commandLine: [['P', '']], propertyTable: [['P', 'x']] });
    expect(properties.get('P')).toBe('');
    expect(properties.lookup('P')).toBeNull();
    expect(properties.source('P')).toBe('commandLine');
  });

  it('lets a session set and clear everything', () => {
    const properties = new PropertyTable({
      environment: [['VersionNT', '601']],
      propertyTable: new Map([['P', 'x']]),
    });
    properties.set('VersionNT', '603');
    properties.set('P', null);
    properties.set('New', '1');
    expect([...properties]).toEqual([
      ['New', '1', 'session'],
      ['VersionNT', '603', 'session'],
    ]);
    expect(properties.source('P')).toBe('session');
  });

  it('tells names apart by their case, and needs no name to be harmless', () => {
    const properties = new PropertyTable({
      propertyTable: [
        ['MyProp', '1'],
        ['MYPROP', '2'],
        ['__proto__', '3'],
      ],
    });
    expect([properties.get('MyProp'), properties.get('MYPROP'), properties.get('myprop')]).toEqual([
      '1',
      '2',
      '',
    ]);
    expect(properties.get('__proto__')).toBe('3');
    expect(properties.lookup('constructor')).toBeNull();
  });

  it('answers conditions and formatted text', () => {
    const properties = new PropertyTable({
      adminProperties: [
        ['MYPROP', '2718'],
        ['MyProp', '42'],
      ],
    });
    const context = { property: properties.lookup };
    expect(evaluateCondition(parseCondition('MYPROP=2718 and MyProp=42'), context)).toBe(true);
    expect(formatText('[MYPROP]/[MyProp]/[myprop]', context)).toEqual({
      text: '2718/42/',
      missing: ['myprop'],
    });
  });
});

describe('isPublicProperty', () => {
  it.each([
    ['TARGETDIR', true],
    ['MY_PROP.1', true],
    ['_', true],
    ['TargetDir', false],
    ['a', false],
    ['', false],
  ])('%s: %s', (name, expected) => {
    expect(isPublicProperty(name)).toBe(expected);
  });
});

describe('a fixed property', () => {
  it('keeps its value until it is fixed anew', () => {
    const table = new PropertyTable({ propertyTable: [['A', 'of the package']] });
    table.fix('A', 'fixed');
    table.set('A', 'set');
    table.set('A', null);
    table.set('B', 'set');
    expect([table.get('A'), table.get('B')]).toEqual(['fixed', 'set']);
    expect([table.isFixed('A'), table.isFixed('B'), table.isFixed('a')]).toEqual([true, false, false]);
    table.fix('A', 'anew');
    expect(table.lookup('A')).toBe('anew');
  });
});
