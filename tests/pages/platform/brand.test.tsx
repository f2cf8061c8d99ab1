/** Tests the operator's name, marks and legal texts on the pages. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Locale } from '#shared/accounts/accounts.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { publicConfig } from '#tests/pages/support/public-config.ts';

const mark = { light: '/brand/logo.light.svg', dark: '/brand/logo.dark.svg' };

const branded = () =>
  fakeServer({
    'catalogue.publicConfig': () => ({
      ...publicConfig,
      brand: { ...publicConfig.brand, logo: mark, legalPages: ['terms'] },
    }),
    'catalogue.legalText': () => ({
      title: 'House rules',
      html: '<h2 id="section-one">One</h2><p>Be <strong>kind</strong>.</p>',
      locale: 'en',
    }),
  });

it('The terms are the operator’s text; a reader of French is told that it is in another language', async () => {
  const { called, user } = await openPage('/terms', { server: branded() });
  expect(await screen.findByRole('heading', { level: 1, name: 'House rules' })).toBeVisible();
  expect(document.title).toBe('House rules · Customer portal');
  expect(screen.queryByText('What a licence is')).toBeNull();
  expect(screen.queryByText(/isn’t available in English/)).toBeNull();
  const operator = screen.getByRole('heading', { name: 'Who runs this portal' }).parentElement;
  expect(operator).toHaveTextContent('Example Ltd 1 Example Street London');

  await user.click(screen.getByRole('link', { name: 'Français' }));
  expect(await screen.findByText('Ce texte n’est pas disponible en français.')).toBeVisible();
  expect(screen.getByRole('heading', { name: 'One' }).closest('[lang]')).toHaveAttribute('lang', 'en');
  expect(called('catalogue.legalText')).toEqual(
    (['en', 'fr'] satisfies Locale[]).map((locale) => ({ page: 'terms', locale })),
  );
});

it('The header has the logo for both colour schemes, the footer the operator', async () => {
  await openPage('/', { server: branded() });
  const footer = await screen.findByRole('contentinfo');
  expect(await within(footer).findByText('Operated by Example Ltd')).toBeVisible();
  const images = [...screen.getByRole('banner').querySelectorAll('img')];
  expect(images.map((image) => image.getAttribute('src'))).toEqual([mark.light, mark.dark]);
  expect(images.map(({ alt }) => alt)).toEqual(['', '']);
  const site = screen.getByRole('link', { name: /^More at monica\.example\.com/ });
  expect(site).toHaveAttribute('href', 'https://monica.example.com');
});
