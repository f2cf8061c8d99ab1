/**
 * Hooks for every page test file. They must be in a setup file: a worker loads an imported module only once, so hooks
 * in such a module would be registered only for the first test file that imports it.
 */
import { afterEach, beforeEach } from 'vitest';
import { forgetStored, leavePages } from './open-page.tsx';

beforeEach(forgetStored);
afterEach(leavePages);
