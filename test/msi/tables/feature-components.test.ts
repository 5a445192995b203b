import { readFeatureComponentsTable } from '../../../src/msi/tables/feature-components.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'FeatureComponents',
  '*Feature_ s38, *Component_ s72',
  readFeatureComponentsTable,
  [[['Main', 'C1'], { feature: 'Main', component: 'C1' }]],
  ['Feature_', 'Component_'],
);
