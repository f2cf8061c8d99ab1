/** The program: listens for signals before anything else is loaded, for then they may come. */
import { listenForSignals } from './platform/process/early-signals.ts';

listenForSignals();
const { run } = await import('./main.ts');
await run();
