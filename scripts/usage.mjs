/** What every command of package.json does with what it does not know, and with --help. */

/**
 * Ends the process where help was asked for (0) or an argument is not known (2); goes on otherwise.
 * @param {{ command: string, does: string, options?: Readonly<Record<string, string>> }} about `options`: flags without a value
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
  refuseUsage(`${command} knows no ${unknown}.`, usage);
}

/**
 * Ends the process (2) with what is wrong, in one sentence, and the usage.
 * @param {unknown} wrong
 * @param {string} usage
 * @returns {never}
 */
export function refuseUsage(wrong, usage) {
  const text = wrong instanceof Error ? wrong.message : String(wrong);
  console.error(`${text.endsWith('.') ? text : `${text}.`}\n${usage}`);
  process.exit(2);
}
