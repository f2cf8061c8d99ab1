/**
 * Parses the arguments of `npm test`. Unknown options are rejected instead of being passed on, because each runner
 * would accept options that the other one doesn't know.
 */

const projects = ['rules', 'api', 'pages', 'long', 'e2e'];

export const usage = `usage: npm test -- [--all] [--project NAME]... [FILE]... [-- RUNNER OPTION...]
Runs all tests, with a sample of each large table of cases, or only those you name.
  --all           every case and the long tests, like "npm run test:all"
  --project NAME  one of ${projects.join(', ')}
  FILE            a test file, or part of its path
Arguments after a separate "--" are passed to the test runner unchanged.`;

/**
 * @typedef {{ all: boolean, projects: string[], files: string[], runner: string[] }} Asked
 * @param {readonly string[]} given
 * @returns {{ status: 'run', asked: Asked } | { status: 'help' } | { status: 'refused', sentence: string }}
 */
export function readArguments(given) {
  const end = given.indexOf('--');
  const own = end === -1 ? given : given.slice(0, end);
  if (own.includes('--help') || own.includes('-h')) return { status: 'help' };
  /** @type {Asked} */
  const asked = { all: false, projects: [], files: [], runner: end === -1 ? [] : given.slice(end + 1) };
  for (let index = 0; index < own.length; index += 1) {
    const argument = own[index] ?? '';
    if (argument === '--all') asked.all = true;
    else if (argument === '--project' || argument.startsWith('--project=')) {
      if (argument === '--project') index += 1;
      const name = argument === '--project' ? own[index] : argument.slice('--project='.length);
      if (name === undefined || !projects.includes(name))
        return {
          status: 'refused',
          sentence: `--project must be followed by one of ${projects.join(', ')}.`,
        };
      asked.projects.push(name);
    } else if (argument.startsWith('-')) {
      return { status: 'refused', sentence: `npm test has no option ${argument}.` };
    } else asked.files.push(argument);
  }
  return { status: 'run', asked };
}
