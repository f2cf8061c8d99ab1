/** Runs real PHP, with Laravel's real Encrypter, if they are installed. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';

const Program = z.object({
  executablePath: z.string(),
  args: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
});

/**
 * The PHP that the launcher found or installed. If a test file is run without the launcher, the machine's own `php` is
 * used.
 */
const program = Program.parse(
  process.env.PHP_PROGRAM
    ? JSON.parse(process.env.PHP_PROGRAM)
    : { executablePath: 'php', args: [], environment: {} },
);
const environment = { ...process.env, ...program.environment };
const extensions = spawnSync(program.executablePath, [...program.args, '-m'], {
  env: environment,
  encoding: 'utf8',
});

/** True if PHP is installed and has the curl extension, which the class in docs/api.md needs. */
export const hasPhp = extensions.status === 0 && extensions.stdout.split('\n').includes('curl');

const encrypter = '/usr/share/php/Illuminate/Encryption/autoload.php';

export const hasLaravelEncrypter = existsSync(encrypter) && extensions.status === 0;

/**
 * Runs a PHP script that can use `$input` and Laravel's classes. Returns its output, parsed as JSON. Throws if PHP
 * fails.
 */
export function runPhp(script: string, input: unknown): unknown {
  const prelude = `require '${encrypter}'; $input = json_decode(file_get_contents('php://stdin'), true);`;
  const run = spawnSync(
    program.executablePath,
    [...program.args, '-d', 'error_reporting=0', '-r', `${prelude} ${script}`],
    { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env: environment },
  );
  if (run.status !== 0) throw new Error(`PHP ended with ${run.status}: ${run.stderr}${run.stdout}`);
  return JSON.parse(run.stdout);
}

/**
 * Runs a PHP script and returns its output, parsed as JSON. Throws if PHP reports a warning. This process isn't blocked
 * while the script runs, so a server in this process can respond to the script's requests.
 */
export async function runStrictPhp(script: string, input: unknown): Promise<unknown> {
  const strict =
    'error_reporting(E_ALL); set_error_handler(function ($level, $text) { if (error_reporting() & $level) throw new ErrorException($text); });';
  const prelude = `${strict} $input = json_decode(base64_decode('${Buffer.from(JSON.stringify(input)).toString('base64')}'), true);`;
  const args = [...program.args, '-d', 'display_errors=stderr', '-r', `${prelude} ${script}`];
  const { stdout, stderr } = await promisify(execFile)(program.executablePath, args, { env: environment });
  if (stderr !== '') throw new Error(`PHP reported an error: ${stderr}`);
  return JSON.parse(stdout);
}
