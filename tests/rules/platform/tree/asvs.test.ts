/** Tests that the check of docs/asvs.md detects the problems it is meant to detect. */
import { describe, expect, it } from 'vitest';
import { judgeAsvs } from '#scripts/asvs/judge.ts';

const source =
  "it('keeps its word', () => {});\nit.each([1])('counts %s', () => {});\nconst other = 'a name';";
const judge = (text: string, requirements = ['6.1.1']) =>
  judgeAsvs({ text, requirements, read: (path) => (path === 'tests/a.test.ts' ? source : null) });
const line = (proof: string, standing = 'met') => `| 6.1.1 | 1 | something | ${standing} | ${proof} |`;

describe('The check of docs/asvs.md', () => {
  it('accepts a row that cites an existing test', () => {
    expect(judge(line('`tests/a.test.ts › keeps its word`'))).toEqual([]);
    expect(judge(line('`tests/a.test.ts › counts %s`'))).toEqual([]);
    expect(judge(line('nothing of the kind is here', 'does not apply'))).toEqual([]);
  });

  it.each([
    ['a renamed test', line('`tests/a.test.ts › keeps its promise`'), 'does not have: keeps its promise'],
    ['text that is not a test title', line('`tests/a.test.ts › a name`'), 'does not have: a name'],
    ['a missing file', line('`tests/b.test.ts › keeps its word`'), 'tests/b.test.ts, which does not exist'],
    ['a row without a test', line('we are careful'), 'names no test'],
    ['an unknown standing', line('`tests/a.test.ts › keeps its word`', 'sure'), 'has no valid status'],
    ['a missing requirement', '', '6.1.1 has no row'],
    ['an unknown requirement', line('x', 'not yet').replace('6.1.1', '6.9.9'), '6.9.9 is not a requirement'],
    ['a duplicate row', `${line('x', 'not yet')}\n${line('x', 'not yet')}`, 'has more than one row'],
  ])('rejects %s', (_name, text, problem) => {
    expect(judge(text).join('\n')).toContain(problem);
  });
});
