/** Turns the arguments of `npm test` into arguments for the runners. */

export interface Selection {
  /** Arguments for vitest; null if it doesn't run. */
  vitest: string[] | null;
  /** Arguments for Playwright; null if it doesn't run. */
  playwright: string[] | null;
  needsDatabase: boolean;
}

const everyDay = ['rules', 'api', 'pages'];
const isBrowserTest = (argument: string): boolean => /(^|\/)tests\/e2e(\/|$)/.test(argument);

/** The arguments of `npm test`, as parsed by `arguments.mjs`. */
export interface Asked {
  all: boolean;
  projects: readonly string[];
  files: readonly string[];
  /** Options that are passed to the runner unchanged. */
  runner: readonly string[];
}

/**
 * Selects everything if no project or file is named, with the long tests only if `all` is set. Naming projects or files
 * narrows the selection.
 */
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
