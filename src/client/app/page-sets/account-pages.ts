/** Bundles the profile, settings and e-mail confirmation pages into one chunk. */

import { SettingsPage } from '#client/app/pages/settings/settings-page.tsx';
import { ConfirmEmailPage } from '#client/features/accounts/email-change/confirm-email-page.tsx';
import { ProfilePage } from '#client/features/accounts/profile/profile-page.tsx';

export { ConfirmEmailPage, ProfilePage, SettingsPage };
