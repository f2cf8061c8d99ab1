/** Helpers for tests of the settings page: a server that knows the customer, and access to the page's sections. */
import { screen, within } from '@testing-library/react';
import type { ApiTokenView, NewApiToken } from '#shared/accounts/api-tokens.ts';
import { AppError } from '#shared/errors.ts';
import { type Answers, done, fakeServer } from './fake-server.ts';
import { nora } from './fixtures.ts';
import { openPage } from './open-page.tsx';

export const signedIn = (answers: Partial<Answers> = {}) =>
  fakeServer({ 'accounts.me': () => nora, ...answers });

/** Opens the settings page. The returned `section` function waits for the section with a given heading. */
export async function openSettings(server = signedIn(), locale: 'en' | 'fr' = 'en') {
  const page = await openPage('/user/profile', { server, locale });
  const section = async (name: string) => {
    const heading = await screen.findByRole('heading', { level: 2, name });
    return within(heading.closest('section') as HTMLElement);
  };
  return { ...page, section };
}

/** The secret of every token that `settingsServer` creates. */
export const secret = 'mcp_Jb0qk9tU5m3sV2xY7zA1cD4eF6gH8iKlMnOpQrStUvW';

export const aToken = (change: Partial<ApiTokenView> = {}): ApiTokenView => ({
  id: 5,
  name: 'Bookkeeping',
  permissions: ['receipts:read'],
  createdAt: new Date('2026-10-01T08:00:00Z'),
  expiresAt: new Date('2099-01-15T08:00:00Z'),
  lastUsedAt: new Date('2026-11-20T08:00:00Z'),
  ...change,
});

/** Returns a fake server that stores tokens. It requires reauthentication unless `isConfirmed` is true. */
export function settingsServer({ tokens = [] as ApiTokenView[], isConfirmed = true } = {}) {
  let [kept, confirmed] = [tokens, isConfirmed];
  const guard = () => {
    if (!confirmed) throw new AppError('confirmation_needed', 'too long ago');
  };
  return signedIn({
    'accounts.tokens.list': () => kept,
    'accounts.tokens.create': ({ name, permissions }: Pick<NewApiToken, 'name' | 'permissions'>) => {
      guard();
      const view = aToken({ name, permissions, expiresAt: null, lastUsedAt: null });
      kept = [view, ...kept];
      return { view, token: secret };
    },
    'accounts.tokens.edit': ({ id, name, permissions }) => {
      guard();
      const edited = aToken({ id, name, permissions });
      kept = [edited];
      return edited;
    },
    'accounts.tokens.delete': () => {
      guard();
      kept = [];
      return { deleted: true };
    },
    'identity.reauthentication.byPassword': () => {
      confirmed = true;
      return done;
    },
  });
}

/** Opens the settings page and waits for the section with this heading. */
export async function openSection(heading: string, server = settingsServer(), locale: 'en' | 'fr' = 'en') {
  const { section, ...page } = await openSettings(server, locale);
  return { ...page, section: await section(heading) };
}
