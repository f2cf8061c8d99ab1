/** Installs missing dependencies in the same way as the other commands do before they start. */
import { makeReady } from './ready.mjs';

await makeReady();
