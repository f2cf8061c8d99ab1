/** Tests plans that can't be loaded, plan names, which must keep the operator's spelling, and the list of countries. */
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { anOffer, anOfferList, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

it('Plans that fail to load show an error without failing the page', async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'catalogue.offers': () => {
      throw new AppError('internal', 'down');
    },
  });
  await openPage('/monica', { server });
  const alert = await screen.findByRole('alert');
  expect(alert).not.toHaveTextContent('This page couldn’t be loaded');
  expect(alert).toHaveTextContent('Nothing has changed.');
  expect(screen.getByRole('heading', { level: 1, name: 'Monica' })).toBeVisible();
});

it('A custom plan name keeps its capitals within a sentence', async () => {
  const yearly = anOffer('Monica', 'Annual');
  const offers = [yearly, { ...yearly, plan: { ...yearly.plan, id: 99, friendlyName: 'Plan for NGOs' } }];
  const server = fakeServer({
    'accounts.me': () => nora,
    'catalogue.offers': () => anOfferList('Monica', { offers }),
  });
  const { user } = await openPage('/monica', { server });
  await user.click(await screen.findByRole('radio', { name: /Plan for NGOs/ }));
  expect(screen.getByText('Monica, Plan for NGOs')).toBeVisible();
});

it('French customers read French names and descriptions of plans, with the frequency said once', async () => {
  const [monthly, yearly] = [anOffer('Monica', 'Monthly'), anOffer('Monica', 'Annual')];
  const translations = { fr: { friendlyName: 'Petite famille', description: 'Pour la maison.' } };
  const offers = [monthly, { ...yearly, plan: { ...yearly.plan, translations } }];
  const server = fakeServer({
    'accounts.me': () => ({ ...nora, locale: 'fr' as const }),
    'catalogue.offers': () => anOfferList('Monica', { offers }),
  });
  await openPage('/monica', { server, locale: 'fr' });
  expect(await screen.findByRole('radio', { name: /^Formule mensuelle 9,00/ })).toBeVisible();
  expect(
    screen.getByRole('radio', { name: /^Petite famille Formule annuelle 90,00.* Pour la maison\.$/ }),
  ).toBeVisible();
});

it('A billing frequency is lower case within a sentence', async () => {
  await openPage('/monica?plan=12', { server: fakeServer({ 'accounts.me': () => nora }) });
  expect(await screen.findByText('Monica, yearly')).toBeVisible();
});

it('Kosovo is listed by name among the countries', async () => {
  const { user } = await openPage('/monica', { server: fakeServer({ 'accounts.me': () => nora }) });
  await user.click(await screen.findByRole('button', { name: 'Change country' }));
  await user.click(await screen.findByRole('combobox', { name: 'Country' }));
  await user.paste('Kosovo');
  expect(await screen.findByRole('option', { name: 'Kosovo' })).toBeVisible();
});
