/** The privacy policy states how long each cookie that outlives a visit is kept, and which personal data is stored. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { legal as english } from '#client/i18n/en/app/legal.ts';
import { legal as french } from '#client/i18n/fr/app/legal.ts';

/** Returns the lifetimes in days of all cookies that the server sets for a day or longer. */
function daysOfCookies(): number[] {
  const files = readdirSync('src/server', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.flatMap((file) => {
    const source = readFileSync(join('src/server', file), 'utf8');
    if (!source.includes('createAuthCookie(')) return [];
    const named = Number(/const days = (\d+);/.exec(source)?.[1]);
    const found = [...source.matchAll(/maxAge\w*(?: =|:) (\w+) \* daySeconds/g)];
    return found.map(([, days]) => (days === 'days' ? named : Number(days)));
  });
}

const wholeOf = (text: typeof english.privacy) =>
  text.sections.flatMap(({ paragraphs }) => paragraphs).join('\n');

const texts: [string, typeof english.privacy, RegExp[]][] = [
  ['English', english.privacy, [/profile/i, /passkeys/i, /security log/i, /API tokens/i]],
  ['French', french.privacy, [/profil/i, /clés d’accès/i, /journal/i, /jetons d’API/i]],
];

it.each(texts)(
  'The privacy policy in %s states cookie lifetimes and the kinds of personal data',
  (_language, policy, kept) => {
    const days = daysOfCookies();
    expect(days.toSorted((one, other) => one - other)).toEqual([30, 400]);
    const cookies = policy.sections.find(({ heading }) => heading === 'Cookies');
    for (const each of days) expect(cookies?.paragraphs.join('\n')).toMatch(new RegExp(`\\b${each}\\b`));
    for (const word of kept) expect(wholeOf(policy)).toMatch(word);
  },
);
