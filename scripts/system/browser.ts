/** Finds the Chromium used by the browser tests, or installs one. */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { hasApt, installPackages, isRoot, libraryPath, unpackPackages } from './debian-packages.ts';
import { findExecutable, isHidden } from './executables.ts';
import { CommandFailed, runCommand } from './run-command.ts';

export interface Browser {
  executablePath: string;
  /** Environment variables that the browser needs in addition to those of this process. */
  environment: Record<string, string>;
}

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

async function answersTo(browser: Browser, args: readonly string[], expected: RegExp): Promise<boolean> {
  try {
    const environment = { ...process.env, ...browser.environment };
    return expected.test(await runCommand(browser.executablePath, args, { environment, timeoutMs: 30_000 }));
  } catch (error) {
    if (error instanceof CommandFailed) return false;
    throw error;
  }
}

/**
 * Checks whether the browser can be run. A file alone proves nothing, because some packages contain only a stub that
 * refers to another package.
 */
const runs = (browser: Browser): Promise<boolean> => answersTo(browser, ['--version'], /chrom/i);

/**
 * Checks whether the browser can render a page. An unpacked browser may start and still lack files that it needs for
 * rendering.
 */
const showsPages = (browser: Browser, profile: string): Promise<boolean> =>
  answersTo(
    browser,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${profile}`,
      '--dump-dom',
      'data:text/html,shown',
    ],
    /shown/,
  );

async function firstThatRuns(paths: readonly (string | null)[]): Promise<Browser | null> {
  for (const executablePath of paths) {
    if (!executablePath || !existsSync(executablePath)) continue;
    const browser = { executablePath, environment: {} };
    if (await runs(browser)) return browser;
  }
  return null;
}

async function onThisMachine(): Promise<Browser | null> {
  const found = isHidden('chromium') ? [] : [...names.map((name) => findExecutable([name])), ...applications];
  const playwrights = isHidden('playwright') ? [] : [chromium.executablePath()];
  return await firstThatRuns([...found, ...playwrights]);
}

const downloadMs = 120_000;

/**
 * Downloads Playwright's own build of the browser into the project. If the server can't be reached, fails within
 * seconds.
 */
async function downloaded(folder: string, log: (line: string) => void): Promise<Browser | null> {
  if (isHidden('playwright')) return null;
  const cli = join(dirname(fileURLToPath(import.meta.resolve('@playwright/test/package.json'))), 'cli.js');
  const environment = {
    ...process.env,
    PLAYWRIGHT_BROWSERS_PATH: folder,
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000',
  };
  log("fetching Playwright's Chromium");
  try {
    await runCommand(process.execPath, [cli, 'install', 'chromium', '--no-shell'], {
      environment,
      timeoutMs: downloadMs,
    });
    const where = ['-e', "console.log(require('@playwright/test').chromium.executablePath())"];
    const path = await runCommand(process.execPath, where, { environment, timeoutMs: 30_000 });
    return await firstThatRuns([path.trim()]);
  } catch (error) {
    if (error instanceof CommandFailed) return null;
    throw error;
  }
}

/**
 * Writes a fontconfig file and returns its path. Without this file, an unpacked browser finds no fonts and renders no
 * text.
 */
function fontSettings(root: string): string {
  const path = join(root, 'fonts.conf');
  const folder = join(root, 'usr/share/fonts');
  writeFileSync(
    path,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(root, 'fontconfig-cache')}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Liberation Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>Liberation Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>Liberation Mono</family></prefer></alias>
</fontconfig>
`,
  );
  return path;
}

const packages = ['chromium', 'fonts-liberation'];

async function asPackage(folder: string, log: (line: string) => void): Promise<Browser | null> {
  if (!hasApt()) return null;
  try {
    if (isRoot() && !isHidden('chromium')) {
      await installPackages(packages, log);
      return await onThisMachine();
    }
    const root = await unpackPackages(folder, packages, log);
    const browser = {
      executablePath: join(root, 'usr/lib/chromium/chromium'),
      environment: { LD_LIBRARY_PATH: libraryPath(root), FONTCONFIG_FILE: fontSettings(root) },
    };
    return (await showsPages(browser, join(root, 'profile'))) ? browser : null;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    log(`no Chromium package: ${error.message}`);
    return null;
  }
}

/**
 * Finds a Chromium, in this order: the one given in `CHROMIUM`, one that is installed on this machine, Playwright's own
 * if it can be downloaded, the Debian package. The package is installed if this process runs as root, and otherwise
 * unpacked in `dataFolder`. Returns null if none of these is possible. Throws if the one in `CHROMIUM` doesn't run.
 */
export async function findBrowser(dataFolder: string, log: (line: string) => void): Promise<Browser | null> {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    const browser = await firstThatRuns([chosen]);
    if (!browser) throw new Error(`CHROMIUM is set to ${chosen}, which is not a Chromium that can be run`);
    return browser;
  }
  const unpacked = join(dataFolder, 'packages');
  const found = await onThisMachine();
  if (found) return found;
  // An earlier run has already unpacked the package, so nothing needs to be downloaded.
  if (existsSync(join(unpacked, 'chromium'))) return await asPackage(unpacked, log);
  return (await downloaded(join(dataFolder, 'playwright'), log)) ?? (await asPackage(unpacked, log));
}
