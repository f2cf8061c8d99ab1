/** Messages are loaded set by set and in one language at a time, whatever else is requested while they load. */
import { expect, it, vi } from 'vitest';
import { createMessages } from '#client/i18n/messages.ts';

it('has the sets that were asked for, and draws nothing again because one comes', async () => {
  const messages = createMessages('en');
  const changed = vi.fn();
  messages.subscribe(changed);
  const first = messages.current();
  expect(first).toEqual({ locale: 'en', messages: {} });
  await messages.load('common');
  expect(first.messages.nav?.signIn).toBe('Sign in');
  expect(first.messages.auth).toBeUndefined();
  await messages.load('common', 'auth');
  expect(first.messages.auth?.forgotTitle).toBe('Forgotten password');
  expect(first.messages.nav?.signIn).toBe('Sign in');
  expect(messages.current()).toBe(first);
  expect(changed).not.toHaveBeenCalled();
});

it('tells of a switch of language, until that is not wanted', async () => {
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

it('brings every set along to another language, set as the language is', async () => {
  const messages = createMessages('en');
  await messages.load('common', 'auth');
  await messages.switchTo('fr');
  const { locale, messages: french } = messages.current();
  expect(locale).toBe('fr');
  expect(french.auth?.newHere).toBe('Pas encore de compte\u202f?');
  expect(french.nav?.signOut).toBe('Se déconnecter');
  expect(french.receipts).toBeUndefined();
});

it('shows no page half in one language and half in another', async () => {
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

it('ends in the language that was chosen last', async () => {
  const messages = createMessages('en');
  await messages.load('common');
  await Promise.all([messages.switchTo('fr'), messages.switchTo('en')]);
  expect(messages.current().locale).toBe('en');
  await Promise.all([messages.switchTo('en'), messages.switchTo('fr')]);
  expect(messages.current().locale).toBe('fr');
});
