/** Understands what the developer asked `npm test` to run. */

export interface Selection {
  /** Arguments for vitest; null: it does not run. */
  vitest: string[] | null;
  /** Arguments for Playwright; null: it does not run. */
  playwright: string[] | null;
  needsDatabase: boolean;
}

const everyDay = ['rules', 'api', 'pages'];
const isBrowserTest = (argument: string): boolean => /(^|\/)tests\/e2e(\/|$)/.test(argument);

function splitProjects(args: readonly string[]): { projects: string[]; rest: string[] } {
  const projects: string[] = [];
  const rest: string[] = [];
  let nameFollows = false;
  for (const argument of args) {
    if (nameFollows) projects.push(argument);
    else if (argument.startsWith('--project=')) projects.push(argument.slice('--project='.length));
    else if (argument !== '--project') rest.push(argument);
    nameFollows = argument === '--project';
  }
  return { projects, rest };
}

/**
 * Without arguments: everything (with `--all` the long tests too). `--project rules|api|pages|long|e2e` and files
 * narrow it down; whatever else is given goes to the runner.
 */
export function selectTests(given: readonly string[]): Selection {
  const all = given.includes('--all');
  const { projects, rest } = splitProjects(given.filter((argument) => argument !== '--all'));
  const files = rest.filter((argument) => !argument.startsWith('-'));
  const wantsBrowser =
    files.length > 0 ? files.some(isBrowserTest) : projects.length === 0 || projects.includes('e2e');
  const chosen = projects.filter((name) => name !== 'e2e');
  const wantsVitest =
    files.length > 0
      ? files.some((file) => !isBrowserTest(file))
      : projects.length === 0 || chosen.length > 0;
  const named = chosen.length > 0 ? chosen : all || files.length > 0 ? [...everyDay, 'long'] : everyDay;
  const playwright = rest.filter((argument) => argument.startsWith('-') || isBrowserTest(argument));
  const vitest = rest.filter((argument) => argument.startsWith('-') || !isBrowserTest(argument));
  return {
    vitest: wantsVitest ? [...named.flatMap((name) => ['--project', name]), ...vitest] : null,
    playwright: wantsBrowser ? playwright : null,
    needsDatabase: wantsBrowser || (wantsVitest && named.some((name) => name === 'api' || name === 'long')),
  };
}
