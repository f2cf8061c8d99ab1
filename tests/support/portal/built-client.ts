/** Builds the production client once for the tests that open its pages. */
import { fileURLToPath } from 'node:url';
import { runCommand } from '#scripts/system/run-command.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));

/** Builds the client, unless there is already a build that is newer than all sources. */
export async function setup(): Promise<void> {
  await runCommand(process.execPath, ['--import', 'tsx', 'scripts/build/client.ts', '--if-stale'], {
    cwd: project,
  });
}
