/** Runs a command and sets the exit code: 0 if it succeeded, 1 if it was refused, 2 if its usage was wrong. */
import { type Command, CommanderError } from 'commander';
import { ConfigError } from '#server/config/config.ts';
import type { Outcome } from './outcome.ts';

/** Adds the `--json` option to a command, and prints the outcome of `act` when the command runs. */
export function answers<Options extends object>(
  command: Command,
  act: (options: Options, ...args: string[]) => Outcome | Promise<Outcome>,
): void {
  command.option('--json', 'print one JSON object on standard output');
  command.action(async (...received: unknown[]) => {
    const options = command.opts<Options & { json?: true }>();
    // Commander passes the arguments, then the options and the command itself. A repeated argument is an array and is
    // left out here; it has to be read from `command.processedArgs`.
    const args = received.slice(0, -2).filter((each) => typeof each === 'string');
    print(await outcomeOf(() => act(options, ...args)), options.json === true);
  });
}

function print(outcome: Outcome, asJson: boolean): void {
  if (outcome.status === 'refused') {
    process.exitCode = 1;
    process.stderr.write(`${outcome.sentence}\n`);
    if (!asJson && outcome.text !== undefined) process.stdout.write(`${outcome.text}\n`);
    if (asJson) process.stdout.write(`${JSON.stringify({ refused: outcome.sentence, ...outcome.json })}\n`);
    return;
  }
  process.stdout.write(`${asJson ? JSON.stringify(outcome.json) : outcome.text}\n`);
}

async function outcomeOf(act: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    const sentence = await sentenceFor(error);
    if (sentence === null) throw error;
    return { status: 'refused', sentence };
  }
}

/** Returns a message if the operator can fix the error; null if the error is unexpected. */
async function sentenceFor(error: unknown): Promise<string | null> {
  if (error instanceof ConfigError) return error.message;
  const { DatabaseNotTrusted, problemOfTls } = await import('#server/platform/database/connection.ts');
  const { isDatabaseUnreachable } = await import('#server/platform/database/failure-kinds.ts');
  const tlsProblem = problemOfTls(error);
  if (tlsProblem !== null) return new DatabaseNotTrusted(tlsProblem, { cause: error }).message;
  if (isDatabaseUnreachable(error)) {
    return `The database cannot be reached (${messageOf(error)}). Check DATABASE_URL and that the database is running.`;
  }
  if (numberOf(error) === 1146) return 'The database schema is not set up. Run "portal migrate" first.';
  return null;
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text === '' && error instanceof Error && 'code' in error ? String(error.code) : text;
}

/** Returns the MySQL error number found in the error's `parent` or `cause`; null if there is none. */
function numberOf(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const parent: unknown = 'parent' in error ? error.parent : error.cause;
  if (parent && typeof parent === 'object' && 'errno' in parent && typeof parent.errno === 'number') {
    return parent.errno;
  }
  return null;
}

/**
 * Makes every option of a command optional if the command line contains an unknown option. Otherwise Commander would
 * complain about missing options first, and a mistyped option would go unnoticed.
 */
function askForNothingBesideTheUnknown(
  createProgram: () => Command,
  program: Command,
  args: readonly string[],
): void {
  const named = (within: Command) => within.commands.find((command) => command.name() === args[0]);
  // A separate instance parses these arguments, because parsing them twice with the same instance would collect
  // repeated values twice.
  const { unknown } = named(createProgram())?.parseOptions(args.slice(1)) ?? { unknown: [] };
  if (!unknown.some((word) => word.startsWith('-'))) return;
  for (const option of named(program)?.options ?? []) option.mandatory = false;
}

/** Parses the command line and runs the command. Never throws; an error sets the exit code instead. */
export async function runCommandLine(createProgram: () => Command, args: readonly string[]): Promise<void> {
  try {
    const program = createProgram();
    askForNothingBesideTheUnknown(createProgram, program, args);
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander's own exit code is 0 for help. Any other code means wrong usage, for which Commander has already
      // printed a message.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.exitCode = 1;
    process.stderr.write(`Unexpected error: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
