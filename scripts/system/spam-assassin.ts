/** Finds or installs SpamAssassin, with which the tests judge the portal's e-mails. */
import { hasApt, installPackages, isRoot } from './debian-packages.ts';
import { findExecutable, isHidden } from './executables.ts';
import { CommandFailed } from './run-command.ts';

/** Since Debian 13, the server is a package of its own. */
const packages = ['spamassassin', 'spamd'] as const;

/** Returns the path of SpamAssassin's server; null if it isn't installed. */
export const findSpamd = (): string | null => (isHidden('spamd') ? null : findExecutable(['spamd']));

/** Installs SpamAssassin, if packages can be installed system-wide. Without it, the tests that need it are skipped. */
export async function bringSpamAssassin(log: (line: string) => void): Promise<void> {
  for (const name of packages) {
    if (findSpamd() !== null || isHidden('spamd') || !hasApt() || !isRoot()) return;
    try {
      await installPackages([name], log);
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      log(`no package ${name}: ${error.message}`);
    }
  }
}
