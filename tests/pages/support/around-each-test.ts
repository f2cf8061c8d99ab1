/**
 * Hooks for every page test file. They are in a setup file, because a worker keeps its modules, so hooks in an imported
 * module would be registered only for the first file that imports it.
 */
import { afterEach, beforeEach } from 'vitest';
import { forgetStored, leavePages } from './open-page.tsx';

beforeEach(forgetStored);
afterEach(leavePages);
