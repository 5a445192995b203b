import { expect, it } from 'vitest';
import { showActing } from '../../../web/ui/visible-everywhere.js';

it('shows characters that turn the direction of text in elements and their labels', () => {
  const props = { children: ['a\u202eb', 1, ['c\u202ed\n']], title: 'e\u202ef', value: 'g\u202eh' };
  showActing({ type: 'p', props: props as never });
  expect(props).toEqual({
    children: ['a\\u202eb', 1, ['c\\u202ed\n']],
    title: 'e\\u202ef',
    value: 'g\u202eh',
  });
});
