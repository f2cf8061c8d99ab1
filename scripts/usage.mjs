/** Handles `--help` and unknown arguments for the commands in package.json. */

/**
 * Prints the usage and ends the process if `--help` is given (status 0) or an argument is unknown (status 2). Otherwise
 * does nothing.
 * @param {{ command: string, does: string, options?: Readonly<Record<string, string>> }} about
 *   `options`: flags without a value
 * @param {readonly string[]} given
 */
export function readUsage({ command, does, options = {} }, given = process.argv.slice(2)) {
  const lines = Object.entries(options).map(([name, what]) => `  ${name.padEnd(12)} ${what}`);
  const usage = [`usage: ${command}`, does, ...lines].join('\n');
  if (given.includes('--help') || given.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = given.find((argument) => !Object.hasOwn(options, argument));
  if (unknown === undefined) return;
  refuseUsage(`${command} does not accept ${unknown}.`, usage);
}

/**
 * Prints the problem in one sentence, followed by the usage. Ends the process with status 2.
 * @param {unknown} wrong
 * @param {string} usage
 * @returns {never}
 */
export function refuseUsage(wrong, usage) {
  const text = wrong instanceof Error ? wrong.message : String(wrong);
  console.error(`${text.endsWith('.') ? text : `${text}.`}\n${usage}`);
  process.exit(2);
}
