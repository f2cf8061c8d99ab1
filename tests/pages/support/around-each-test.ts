/**
 * Hooks for every file of page tests. They are in a setup file because a worker keeps its modules: hooks of a module that
 * tests import would only be registered for the first file that imports it.
 */
import { afterEach, beforeEach } from 'vitest';
import { forgetStored, leavePages } from './open-page.tsx';

beforeEach(forgetStored);
afterEach(leavePages);
