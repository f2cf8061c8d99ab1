/** Installs missing dependencies, as the other commands do before they start. */
import { makeReady } from './ready.mjs';

await makeReady();
