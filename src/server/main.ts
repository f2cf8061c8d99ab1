/** Entry point of the server: reads the settings, starts the server and stops it on a signal. */
import { warnOfMissingOperator } from '#server/config/missing-operator.ts';
import { listenForSignals } from './platform/process/early-signals.ts';

// Called before the other modules are loaded. Loading them takes about a second, and a signal may arrive during that
// time.
listenForSignals();

const { ConfigError, isRunByNpm, readConfig } = await import('./config/config.ts');
const { createLogger } = await import('./platform/observability/logger.ts');
const { endOnFatalErrors } = await import('./platform/process/fatal-errors.ts');
const { startUntilSignal } = await import('./platform/process/signals.ts');
const { startServer } = await import('./server.ts');

try {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  endOnFatalErrors(log);
  warnOfMissingOperator(config, log);
  await startUntilSignal((aborted) => startServer(config, { log, aborted }), {
    log,
    isRunByNpm: isRunByNpm(),
  });
} catch (error) {
  process.exitCode = 1;
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else createLogger('fatal').fatal({ err: error }, 'could not start');
}
