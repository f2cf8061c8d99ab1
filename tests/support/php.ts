/** Runs the real PHP with the real Laravel Encrypter, where they are installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const encrypter = '/usr/share/php/Illuminate/Encryption/autoload.php';

export const hasLaravelEncrypter = existsSync(encrypter) && spawnSync('php', ['-v']).status === 0;

/** What the script prints as JSON. It finds `$input` and Laravel's classes; an exception of PHP becomes one here. */
export function runPhp(script: string, input: unknown): unknown {
  const prelude = `require '${encrypter}'; $input = json_decode(file_get_contents('php://stdin'), true);`;
  const run = spawnSync('php', ['-d', 'error_reporting=0', '-r', `${prelude} ${script}`], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`PHP ended with ${run.status}: ${run.stderr}${run.stdout}`);
  return JSON.parse(run.stdout);
}
