/** Fetched together by who looks after their account. */

import { SettingsPage } from '#client/app/pages/settings/settings-page.tsx';
import { ConfirmEmailPage } from '#client/features/accounts/email-change/confirm-email-page.tsx';
import { ProfilePage } from '#client/features/accounts/profile/profile-page.tsx';

export { ConfirmEmailPage, ProfilePage, SettingsPage };
