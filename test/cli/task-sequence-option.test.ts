import { describe, expect, it } from 'vitest';
import { taskSequenceJson, taskSequenceOption } from '../../src/cli/task-sequence-option.js';
import { caught } from '../support/caught.js';

describe('taskSequenceOption', () => {
  it('is null where neither file is given', () => {
    expect(taskSequenceOption({ taskSequence: undefined, output: undefined })).toBeNull();
  });

  it('names both files', () => {
    const files = { from: 'ts.xml', to: 'new.xml' };
    expect(taskSequenceOption({ taskSequence: 'ts.xml', output: 'new.xml' })).toEqual(files);
  });

  it.each([
    ['the task sequence alone', { taskSequence: 'ts.xml', output: undefined }],
    ['the file to write alone', { taskSequence: undefined, output: 'new.xml' }],
  ])('refuses %s', (_, options) => {
    expect(caught(() => taskSequenceOption(options)).code).toBe('USAGE');
  });
});

it('says nothing of a task sequence that is not edited', () => {
  expect(taskSequenceJson(null, { to: 'new.xml' })).toBeNull();
});
