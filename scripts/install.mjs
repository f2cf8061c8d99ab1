/** Installs the dependencies unless they are there, as the other launchers do first. */
import { makeReady } from './ready.mjs';

await makeReady();
