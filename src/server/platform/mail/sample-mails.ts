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
  return {
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
  };
}
