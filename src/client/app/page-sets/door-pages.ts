/** Fetched together on the way in. */
import { AccountDeletedPage } from '../../features/auth/account-deleted-page.tsx';
import { FinishRegistrationPage } from '../../features/auth/finish-registration-page.tsx';
import { ForgotPasswordPage } from '../../features/auth/forgot-password-page.tsx';
import { LoginPage } from '../../features/auth/login-page.tsx';
import { RegisterPage } from '../../features/auth/register-page.tsx';
import { ResetPasswordPage } from '../../features/auth/reset-password-page.tsx';
import { VerifiedPage } from '../../features/auth/verified-page.tsx';
import { VerifyEmailPage } from '../../features/auth/verify-email-page.tsx';
import { DoorLayout } from '../door-layout.tsx';

export {
  AccountDeletedPage,
  DoorLayout,
  FinishRegistrationPage,
  ForgotPasswordPage,
  LoginPage,
  RegisterPage,
  ResetPasswordPage,
  VerifiedPage,
  VerifyEmailPage,
};
