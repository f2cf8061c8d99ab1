/**
 * Tests that the privacy policy names every cookie that the portal sets, with its lifetime, and the personal data that
 * the portal stores.
 */
import { expect, it, vi } from 'vitest';
import { legal as english } from '#client/i18n/en/app/legal.ts';
import { legal as french } from '#client/i18n/fr/app/legal.ts';
import { keepChoice } from '#client/keep-choice.ts';
import { daySeconds } from '#shared/durations.ts';
import { colorSchemeCookie, localeCookie } from '#shared/first-answer.ts';
import { cookieLifetimes, expectListedCookie } from '#tests/support/portal/cookies.ts';

interface Language {
  policy: typeof english.privacy;
  /** The wording in which the policy states each kind of lifetime. */
  words: { days: string; year: string; dayAtMost: string; untilClosed: string };
  /** Patterns that match the kinds of personal data named in the policy. */
  data: RegExp[];
}

const languages: [string, Language][] = [
  [
    'English',
    {
      policy: english.privacy,
      words: {
        days: 'days',
        year: 'for a year',
        dayAtMost: 'within a day',
        untilClosed: 'until you close the browser',
      },
      data: [/profile/i, /passkeys/i, /security log/i, /API tokens/i],
    },
  ],
  [
    'French',
    {
      policy: french.privacy,
      words: {
        days: 'jours',
        year: 'pendant un an',
        dayAtMost: 'en moins d’un jour',
        untilClosed: 'jusqu’à la fermeture du navigateur',
      },
      data: [/profil/i, /clés d’accès/i, /journal/i, /jetons d’API/i],
    },
  ],
];

function statementOf(seconds: number | null, { days, year, dayAtMost, untilClosed }: Language['words']) {
  if (seconds === null) return untilClosed;
  if (seconds <= daySeconds) return dayAtMost;
  return seconds === 365 * daySeconds ? year : `${seconds / daySeconds} ${days}`;
}

it.each(languages)(
  'The privacy policy in %s names every cookie with its lifetimes, and no other cookie',
  (_language, { policy, words }) => {
    const section = policy.sections.find(({ heading }) => heading === 'Cookies');
    const text = section?.paragraphs.join('\n') ?? '';
    const named = text.match(/\bportal\.\w+|\blocale\b|\bcolor-scheme\b/g) ?? [];
    expect([...new Set(named)].sort()).toEqual(Object.keys(cookieLifetimes).sort());
    const sentences = text.split(/\n|(?<=\.) (?=[A-Z])/);
    for (const [name, lifetimes] of Object.entries(cookieLifetimes)) {
      const about = sentences.filter((sentence) => sentence.match(/[\w.-]*\w/g)?.includes(name)).join(' ');
      for (const lifetime of lifetimes) expect(about, name).toContain(statementOf(lifetime, words));
    }
  },
);

it.each(languages)(
  'The privacy policy in %s names the kinds of personal data',
  (_language, { policy, data }) => {
    const whole = policy.sections.flatMap(({ paragraphs }) => paragraphs).join('\n');
    for (const kind of data) expect(whole).toMatch(kind);
  },
);

it('The client sets only cookies that the policy names, for their lifetimes', () => {
  const set: string[] = [];
  const document = {
    set cookie(line: string) {
      set.push(line);
    },
  };
  vi.stubGlobal('document', document);
  vi.stubGlobal('window', { location: { protocol: 'https:' } });
  for (const cookie of [localeCookie, colorSchemeCookie]) keepChoice(cookie, 'x');
  vi.unstubAllGlobals();
  expect(set).toHaveLength(2);
  for (const line of set) expectListedCookie(line);
});
