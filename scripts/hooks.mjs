/**
 * `npm run hooks`: makes git use this repository's hooks. They are optional, because CI runs the same checks and
 * others.
 */
import { spawnSync } from 'node:child_process';
import { project } from './ready.mjs';
import { readUsage } from './usage.mjs';

readUsage({
  command: 'npm run hooks',
  does: 'Installs a pre-commit hook that checks the format and lint of staged files.',
  options: { '--off': 'remove the hook' },
});
const setting = process.argv.includes('--off')
  ? ['config', '--local', '--unset', 'core.hooksPath']
  : ['config', '--local', 'core.hooksPath', '.githooks'];
const { status, error } = spawnSync('git', setting, { cwd: project, stdio: 'inherit' });
if (error) console.error(`git could not be started: ${error.message}`);
// git exits with 5 if the setting to remove wasn't there, which is fine.
process.exitCode = status === 5 ? 0 : (status ?? 1);
