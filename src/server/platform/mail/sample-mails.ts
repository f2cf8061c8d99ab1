/** One example of every mail: for whoever wants to see how it looks. */
import { CalendarDate } from '#shared/dates.ts';
import type { MailTemplate } from './mail-texts.ts';
import type { TemplateAndData } from './render-mail.ts';

const day = (text: string): CalendarDate => CalendarDate.parse(text);

/** Every template with believable data; links lead to pages under `appUrl` or to Paddle's. */
export function sampleMails(appUrl: string): {
  [T in MailTemplate]: Extract<TemplateAndData, { template: T }>;
} {
  const name = 'Nora Lindqvist';
  const failed = {
    name,
    product: 'Monica',
    amount: { minor: 900, currency: 'USD' },
    worksThrough: day('2027-02-19'),
    url: 'https://checkout.paddle.com/subscription/update?user=1&subscription=2&hash=3',
  } as const;
  const account = `${appUrl}/user/account`;
  const at = new Date('2027-02-12T14:05:00Z');
  return {
    'confirm-code': { template: 'confirm-code', data: { name, code: '048213', url: account } },
    'email-change': {
      template: 'email-change',
      data: { name, url: `${appUrl}/confirm-email?token=12.abc` },
    },
    'address-taken': { template: 'address-taken', data: { name, url: `${appUrl}/login` } },
    'email-change-asked': { template: 'email-change-asked', data: { name, at, url: account } },
    'email-changed': { template: 'email-changed', data: { name, at, url: appUrl } },
    'password-changed': {
      template: 'password-changed',
      data: { name, at, how: 'changed', url: `${appUrl}/forgot-password` },
    },
    'new-sign-in': {
      template: 'new-sign-in',
      data: { name, at, device: 'Firefox, Windows', ipAddress: '203.0.113.7', url: account },
    },
    'factor-added': { template: 'factor-added', data: { name, at, factor: 'passkey', url: account } },
    'factor-removed': {
      template: 'factor-removed',
      data: { name, at, factor: 'authenticator', url: account },
    },
    'recovery-codes-renewed': { template: 'recovery-codes-renewed', data: { name, at, url: account } },
    'account-deleted': { template: 'account-deleted', data: { name, cancelled: 2 } },
    'verify-email': {
      template: 'verify-email',
      data: { name, url: `${appUrl}/api/auth/verify-email?token=a.b-c_d&callbackURL=%2Fverified` },
    },
    'reset-password': {
      template: 'reset-password',
      data: { name, url: `${appUrl}/reset-password?token=abc` },
    },
    'already-registered': {
      template: 'already-registered',
      data: { name, loginUrl: `${appUrl}/login`, resetUrl: `${appUrl}/forgot-password` },
    },
    'payment-failed': { template: 'payment-failed', data: { ...failed, retryOn: day('2027-02-15') } },
    'payment-failed-last': { template: 'payment-failed-last', data: failed },
    'second-licence': {
      template: 'second-licence',
      data: {
        name: '',
        email: 'nora@lindqvist.example',
        product: 'Monica',
        first: 'subscription:502198',
        second: 'subscription:502201',
        url: `${appUrl}/administration/7`,
      },
    },
    'paid-after-deletion': {
      template: 'paid-after-deletion',
      data: {
        ...{ name: '', purchase: 'subscription:502198', account: '7' },
        ...{ flag: 'paid_after_deletion:subscription:502198', url: `${appUrl}/administration` },
      },
    },
    'unknown-account': {
      template: 'unknown-account',
      data: {
        ...{ name: '', purchase: 'subscription:502198', account: '7' },
        ...{ flag: 'unknown_account:subscription:502198', url: `${appUrl}/administration` },
      },
    },
  };
}
