/** Tests what a plan is called in each language, and that its frequency isn't said twice. */
import { expect, it } from 'vitest';
import { locales } from '#shared/accounts/accounts.ts';
import { planNameIn, planTextIn, saysFrequency } from '#shared/languages/plan-text.ts';

const french = { fr: { friendlyName: 'Petite famille', description: 'Pour la maison.' } };
const plan = {
  friendlyName: 'Small family',
  description: 'For your home.',
  frequency: 'Monthly' as const,
  translations: french,
};

it('A plan is shown in the customer’s language, or as the operator wrote it where there is no translation', () => {
  expect(planTextIn('fr', plan)).toEqual(french.fr);
  expect(planTextIn('en', plan)).toEqual({ friendlyName: 'Small family', description: 'For your home.' });
  expect(planTextIn('fr', { ...plan, translations: {} }).friendlyName).toBe('Small family');
});

it.each([
  ['Monthly plan', 'Monthly', 'Formule mensuelle'],
  ['Annual', 'Annual', 'Formule annuelle'],
  ['Yearly subscription', 'Annual', 'Formule annuelle'],
  // These say more than the frequency, or something else.
  ['Monthly plan, two weeks free', 'Monthly', 'Monthly plan, two weeks free'],
  ['Yearly plan', 'Monthly', 'Yearly plan'],
] as const)('“%s”, paid %s, is “%s” for a French customer', (planName, frequency, name) => {
  expect(planNameIn('fr', { planName, planNames: {}, frequency })).toBe(name);
  expect(planNameIn('en', { planName, planNames: {}, frequency })).toBe(planName);
});

it('A name that says nothing but the frequency says it in every language, so that it is never doubled', () => {
  for (const locale of locales)
    for (const frequency of ['Monthly', 'Annual'] as const)
      for (const planName of ['Monthly', 'Yearly plan', 'Formule mensuelle', 'Formule annuelle', 'Annuel']) {
        const name = planNameIn(locale, { planName, planNames: {}, frequency });
        if (name !== planName) expect(saysFrequency(name, frequency)).toBe(true);
      }
  expect(saysFrequency('Petite famille', 'Annual')).toBe(false);
  expect(saysFrequency('Monthly plan, two weeks free', 'Monthly')).toBe(true);
});
