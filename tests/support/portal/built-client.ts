/** The pages that production serves, built once for the tests that open them. */
import { fileURLToPath } from 'node:url';
import { runCommand } from '#scripts/system/run-command.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));

/** Builds the client unless it is there and newer than its sources. */
export async function setup(): Promise<void> {
  await runCommand(process.execPath, ['--import', 'tsx', 'scripts/build/client.ts', '--if-stale'], {
    cwd: project,
  });
}
