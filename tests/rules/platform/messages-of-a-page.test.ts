/** Tests that messages are loaded one set and one language at a time, whatever else is requested while they load. */
import { expect, it, vi } from 'vitest';
import { createMessages } from '#client/i18n/messages.ts';

it('Loaded sets are added to the current messages without notifying subscribers', async () => {
  const messages = createMessages('en');
  const changed = vi.fn();
  messages.subscribe(changed);
  const first = messages.current();
  expect(first).toEqual({ locale: 'en', messages: {} });
  await messages.load('common');
  expect(first.messages.nav?.signIn).toBe('Sign in');
  expect(first.messages.auth).toBeUndefined();
  await messages.load('common', 'auth');
  expect(first.messages.auth?.forgotTitle).toBe('Reset your password');
  expect(first.messages.nav?.signIn).toBe('Sign in');
  expect(messages.current()).toBe(first);
  expect(changed).not.toHaveBeenCalled();
});

it('Switching the language notifies subscribers until they unsubscribe', async () => {
  const messages = createMessages('en');
  const changed = vi.fn();
  const stop = messages.subscribe(changed);
  await messages.load('common');
  await messages.switchTo('fr');
  expect(changed).toHaveBeenCalledOnce();
  stop();
  await messages.switchTo('en');
  expect(changed).toHaveBeenCalledOnce();
});

it('Switching the language loads every set again with its typography', async () => {
  const messages = createMessages('en');
  await messages.load('common', 'auth');
  await messages.switchTo('fr');
  const { locale, messages: french } = messages.current();
  expect(locale).toBe('fr');
  expect(french.auth?.newHere).toBe('Pas encore de compte\u202f?');
  expect(french.nav?.signOut).toBe('Se déconnecter');
  expect(french.receipts).toBeUndefined();
});

it('Loading and switching at the same time never mixes languages', async () => {
  const messages = createMessages('en');
  await messages.load('common');
  const loading = messages.load('customer');
  const switching = messages.switchTo('fr');
  const more = messages.load('account');
  await Promise.all([loading, switching, more]);
  const { locale, messages: french } = messages.current();
  expect(locale).toBe('fr');
  expect([french.home?.title, french.settings?.title]).toEqual(['Accueil', 'Paramètres']);
});

it('Concurrent switches end in the last language chosen', async () => {
  const messages = createMessages('en');
  await messages.load('common');
  await Promise.all([messages.switchTo('fr'), messages.switchTo('en')]);
  expect(messages.current().locale).toBe('en');
  await Promise.all([messages.switchTo('en'), messages.switchTo('fr')]);
  expect(messages.current().locale).toBe('fr');
});
