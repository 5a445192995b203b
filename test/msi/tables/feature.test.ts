import { readFeatureTable } from '../../../src/msi/tables/feature.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'Feature',
  '*Feature s38, Feature_Parent S38, Title L64, Description L255, Display I2, Level i2, Directory_ S72, Attributes i2',
  readFeatureTable,
  [
    [
      ['Main', 'All', 'Title', 'What it does', 2, 1, 'INSTALLDIR', 8],
      {
        feature: 'Main',
        featureParent: 'All',
        title: 'Title',
        description: 'What it does',
        display: 2,
        level: 1,
        directory: 'INSTALLDIR',
        attributes: 8,
      },
    ],
    [
      ['Off', null, null, null, null, 0, null, 0],
      {
        feature: 'Off',
        featureParent: null,
        title: null,
        description: null,
        display: null,
        level: 0,
        directory: null,
        attributes: 0,
      },
    ],
  ],
  ['Feature', 'Level'],
);
