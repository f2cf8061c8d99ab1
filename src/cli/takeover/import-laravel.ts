/** `portal import:laravel`: imports the PHP portal's database. */
import type { Command } from 'commander';
import { withPortalAndKeys } from '#cli/open-portal.ts';
import { done, type Outcome, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { readConfig } from '#server/config/config.ts';
import { readPhpPortalDatabase } from '#server/config/php-portal.ts';

interface Options {
  from?: string;
  dryRun?: boolean;
}

const barLength = 30;

/** Draws a progress bar on a terminal; nothing elsewhere. */
function drawProgress(finished: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const part = total === 0 ? 1 : Math.min(1, finished / total);
  const filled = Math.round(part * barLength);
  const bar = `${'#'.repeat(filled)}${'.'.repeat(barLength - filled)}`;
  process.stderr.write(`\r${bar} ${finished} of ${total} people${finished >= total ? '\n' : ''}`);
}

async function importFrom({ from, dryRun = false }: Options): Promise<Outcome> {
  const { phpPortal, loginProviders } = readConfig();
  const address = from === undefined ? phpPortal.database : readPhpPortalDatabase(from);
  if (address === null)
    return refused('LARAVEL_DATABASE_URL is missing: the address of the PHP portal’s database.');
  if ('problem' in address) return refused(`--from ${address.problem}`);
  const { ImportRefused, withSource } = await import('#server/features/takeover/source/open-source.ts');
  const { runImport } = await import('#server/features/takeover/run-import.ts');
  try {
    return await withPortalAndKeys((deps) =>
      withSource(address, async (source) => {
        const report = await runImport(deps, source, {
          ...{ appKeys: phpPortal.appKeys, loginProviders: loginProviders.map(({ id }) => id), dryRun },
          onProgress: drawProgress,
        });
        const text = dryRun ? `Nothing was written (dry run).\n${report.text()}` : report.text();
        return done(text, { ...report.json(), dry_run: dryRun });
      }),
    );
  } catch (error) {
    if (error instanceof ImportRefused) return refused(error.message);
    throw error;
  }
}

export function addImportLaravel(program: Command): void {
  const command = program
    .command('import:laravel')
    .summary('import the database of the PHP portal that this portal replaces')
    .description(
      'Reads the database that LARAVEL_DATABASE_URL names and imports its people, plans and purchases. Nothing is ' +
        'written there, and nobody gets an e-mail. Checks everything before it writes. Can be stopped and run again: ' +
        'it brings what is new or has changed since, and keeps what people have changed here. At the end it prints ' +
        'what came and what a person has to look at, by number.',
    )
    .option(
      '--from <url>',
      'the address of the database, instead of LARAVEL_DATABASE_URL; other users of this machine can see it',
    )
    .option('--dry-run', 'write nothing');
  answers<Options>(command, importFrom);
}
