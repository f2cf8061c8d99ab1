/** Bundles the sign-in and registration pages into one chunk. */

import { AuthLayout } from '#client/app/layouts/auth-layout.tsx';
import { RegisterPage } from '#client/app/pages/register-page.tsx';
import { StopCorrectionPage } from '#client/features/accounts/email-correction/stop-correction-page.tsx';
import { ForgotPasswordPage } from '#client/features/identity/passwords/forgot-password-page.tsx';
import { ResetPasswordPage } from '#client/features/identity/passwords/reset-password-page.tsx';
import { VerifiedPage } from '#client/features/identity/registration/verified-page.tsx';
import { VerifyEmailPage } from '#client/features/identity/registration/verify-email-page.tsx';
import { LoginPage } from '#client/features/identity/sign-in/login-page.tsx';
import { FinishRegistrationPage } from '#client/features/identity/social/finish-registration-page.tsx';
import { AccountDeletedPage } from '#client/features/privacy/account-deleted-page.tsx';

export {
  AccountDeletedPage,
  AuthLayout,
  FinishRegistrationPage,
  ForgotPasswordPage,
  LoginPage,
  RegisterPage,
  ResetPasswordPage,
  StopCorrectionPage,
  VerifiedPage,
  VerifyEmailPage,
};
