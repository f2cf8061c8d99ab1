/** Fetched together by who looks after their account. */
import { ConfirmEmailPage } from '../../features/account/confirm-email-page.tsx';
import { ProfilePage } from '../../features/account/profile-page.tsx';
import { SettingsPage } from '../../features/account/settings-page.tsx';

export { ConfirmEmailPage, ProfilePage, SettingsPage };
