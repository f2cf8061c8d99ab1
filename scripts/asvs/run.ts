/** The "asvs" part of `npm run check`: checks that the tests cited in docs/asvs.md exist. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { judgeAsvs } from './judge.ts';
import { requirements } from './requirements.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string | null => {
  const file = resolve(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
};

const problems = judgeAsvs({ text: read('docs/asvs.md') ?? '', requirements, read });
for (const problem of problems) console.error(problem);
console.log(`${requirements.length} requirements, ${problems.length} problems in docs/asvs.md`);
process.exitCode = problems.length === 0 ? 0 : 1;
