/**
 * Tests that a failing page test prints only a few lines: what it looked for, what is on the page, and what the server
 * did.
 */
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const messageOf = async (look: () => unknown): Promise<string> => {
  try {
    await look();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing failed');
};

it('A failing query prints a short message with the page outline and the server error', async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'identity.passkeys': () => {
      throw new TypeError('the fixture is wrong');
    },
  });
  await openPage('/user/profile', { server });
  await screen.findByRole('heading', { name: 'Settings' });
  await waitFor(() => expect(server.faults).not.toEqual([]));
  const short = { timeout: 50 };
  const name = 'Nobody has this';
  for (const [message, sought] of [
    [await messageOf(() => screen.getByRole('button', { name })), `role "button" and name "${name}"`],
    [await messageOf(() => screen.findByRole('button', { name }, short)), `name "${name}"`],
    [await messageOf(() => screen.getByText(name)), `with the text: ${name}`],
    [await messageOf(() => screen.getByLabelText(name)), `label with the text of: ${name}`],
    [await messageOf(() => screen.getAllByRole('row', { name })), `role "row"`],
    [await messageOf(() => waitFor(() => expect(document.title).toBe(name), short)), `to be '${name}'`],
    [await messageOf(() => waitFor(() => screen.getByText(name), short)), `with the text: ${name}`],
  ] as const) {
    expect(message).toContain(sought);
    expect(message).toContain('heading "Settings"');
    expect(message).toContain('failed at identity.passkeys: TypeError: the fixture is wrong');
    expect(message.split('\n').length, message).toBeLessThan(50);
    expect(message.split('On the page:')).toHaveLength(2);
  }
});
