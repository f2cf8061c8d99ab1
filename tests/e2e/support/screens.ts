/** All screens, each with the data to render it with. */
import { administrationScreens } from './administration-screens.ts';
import { customerScreens } from './customer-screens.ts';
import { inboxScreens } from './inbox-screens.ts';
import { keyScreens } from './key-screens.ts';
import { planScreens } from './plan-screens.ts';
import type { Screen } from './screen.ts';
import { settingsScreens } from './settings-screens.ts';
import { visitorScreens } from './visitor-screens.ts';

export const screens: Record<string, Screen> = {
  ...visitorScreens,
  ...customerScreens,
  ...keyScreens,
  ...settingsScreens,
  ...administrationScreens,
  ...planScreens,
  ...inboxScreens,
};

/** The screens that every run checks: only the most complex one. `npm run test:all` checks all of them. */
export const everyDay: readonly string[] = ['receipts on a desk'];
