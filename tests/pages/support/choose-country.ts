import { screen } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';

/** Chooses a country by a part of its name, in the only country field of the page. */
export async function chooseCountry(user: UserEvent, name: string): Promise<void> {
  await user.click(await screen.findByRole('combobox', { name: 'Country' }));
  await user.paste(name);
  await user.click(await screen.findByRole('option', { name }));
}
