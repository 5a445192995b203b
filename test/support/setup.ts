import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import './byte-equality.js';
import { removeTempFolders } from './temp-folder.js';

// Files share a process, so that what one leaves behind is found by the next. Hooks are registered here because this file is
// run for each of them; what it imports is evaluated once.
let folder: string;
let variables: string;

beforeAll(() => {
  folder = process.cwd();
  variables = JSON.stringify(process.env);
});

afterEach(() => removeTempFolders());

afterAll(() => {
  expect(process.cwd(), 'the folder that this file leaves').toBe(folder);
  expect(JSON.stringify(process.env), 'the environment that this file leaves').toBe(variables);
  expect(vi.isFakeTimers(), 'timers that this file leaves').toBe(false);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
