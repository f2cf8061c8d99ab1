/** The settings that a portal in production requires, and no others. */
import { generateKeyPairSync } from 'node:crypto';

/** Returns a key in the format that the settings use. It consists of 32 bytes, all of them the given letter. */
export const keySetting = (letter: string): string => `base64:${Buffer.alloc(32, letter).toString('base64')}`;

export const completeSettings = {
  NODE_ENV: 'production',
  APP_URL: 'https://customers.example.test',
  APP_KEY: keySetting('a'),
  PRIVATE_KEY: keySetting('b'),
  DATABASE_URL: 'mysql://portal:secret@127.0.0.1:3306/portal',
  PADDLE_VENDOR_ID: '1234',
  PADDLE_VENDOR_AUTH_CODE: 'abcdef',
  PADDLE_PUBLIC_KEY: generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).publicKey,
  MAIL_HOST: 'smtp.example.test',
  MAIL_FROM_ADDRESS: 'portal@example.test',
  SUPPORT_EMAIL: 'support@example.test',
  MONICA_BILLING_URL: 'https://app.example.test/settings/subscriptions',
  OFFICELIFE_BILLING_URL: 'https://office.example.test/account/billing',
};
