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

/** What `npm test` was asked for; `arguments.mjs` reads it. */
export interface Asked {
  all: boolean;
  projects: readonly string[];
  files: readonly string[];
  /** Options for the runner as they are. */
  runner: readonly string[];
}

/** Where nothing is named: everything (with `all` the long tests too). Projects and files narrow it down. */
export function selectTests({ all, projects, files, runner }: Asked): Selection {
  const wantsBrowser =
    files.length > 0 ? files.some(isBrowserTest) : projects.length === 0 || projects.includes('e2e');
  const chosen = projects.filter((name) => name !== 'e2e');
  const wantsVitest =
    files.length > 0
      ? files.some((file) => !isBrowserTest(file))
      : projects.length === 0 || chosen.length > 0;
  const named = chosen.length > 0 ? chosen : all || files.length > 0 ? [...everyDay, 'long'] : everyDay;
  const playwright = [...files.filter(isBrowserTest), ...runner];
  const vitest = [...files.filter((file) => !isBrowserTest(file)), ...runner];
  return {
    vitest: wantsVitest ? [...named.flatMap((name) => ['--project', name]), ...vitest] : null,
    playwright: wantsBrowser ? playwright : null,
    needsDatabase: wantsBrowser || (wantsVitest && named.some((name) => name === 'api' || name === 'long')),
  };
}
