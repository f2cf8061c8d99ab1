/** Converts the arguments of `npm test` to arguments for the test runners. */

export interface Selection {
  /** Arguments for vitest; null if vitest isn't needed. */
  vitest: string[] | null;
  /** Arguments for Playwright; null if Playwright isn't needed. */
  playwright: string[] | null;
  needsDatabase: boolean;
  /** True if a long test may run, because a long test judges e-mails with SpamAssassin. */
  needsSpamAssassin: boolean;
}

const everyDay = ['rules', 'api', 'pages'];
const isBrowserTest = (argument: string): boolean => /(^|\/)tests\/e2e(\/|$)/.test(argument);
/** Returns true unless the argument names another project. It may also be part of a long test's name. */
const mayBeLongTest = (argument: string): boolean =>
  !/(^|\/)tests\/(rules|api|pages|e2e)(\/|$)/.test(argument);

/** The arguments of `npm test`, as parsed by `arguments.mjs`. */
export interface Asked {
  all: boolean;
  projects: readonly string[];
  files: readonly string[];
  /** Options that are passed on to the runner unchanged. */
  runner: readonly string[];
}

/**
 * Selects the tests to run. If projects or files are named, selects only those. Otherwise selects everything, except
 * that the long tests are included only if `all` is set.
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
    needsSpamAssassin:
      wantsVitest && named.includes('long') && (files.length === 0 || files.some(mayBeLongTest)),
  };
}
