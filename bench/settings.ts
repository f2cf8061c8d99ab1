/**
 * Settings for the benchmarked portal. Paddle and the mail server are unreachable, because their URLs have a loopback
 * port on which nothing listens.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';

/**
 * An RSA key pair that takes the place of Paddle's. The private key signs alerts, and the portal is configured with the
 * public key.
 */
export interface SellerKey {
  bits: 2048 | 4096;
  publicKey: string;
  privateKey: string;
}

export function sellerKey(bits: SellerKey['bits']): SellerKey {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { bits, ...pair };
}

const freshKey = (): string => `base64:${randomBytes(32).toString('base64')}`;
const nobody = 'http://127.0.0.1:1/api/2.0';

/**
 * Returns the environment variables of a portal that accepts alerts signed with `seller`'s key. `serve.ts` adds the
 * port.
 */
export function benchSettings(databaseUrl: string, seller: SellerKey): Record<string, string> {
  return {
    NODE_ENV: 'test',
    APP_URL: 'http://127.0.0.1',
    BIND_ADDRESS: '127.0.0.1',
    APP_KEY: freshKey(),
    PRIVATE_KEY: freshKey(),
    DATABASE_URL: databaseUrl,
    VALIDATE_RATE_LIMIT: '1000000',
    DRAIN_SECONDS: '0',
    PADDLE_VENDOR_ID: '1',
    PADDLE_VENDOR_AUTH_CODE: 'none',
    PADDLE_PUBLIC_KEY: seller.publicKey,
    PADDLE_VENDORS_URL: nobody,
    PADDLE_CHECKOUT_URL: nobody,
    MAIL_HOST: '127.0.0.1',
    MAIL_PORT: '1',
    MAIL_ENCRYPTION: 'none',
    MAIL_FROM_ADDRESS: 'portal@example.test',
    SUPPORT_EMAIL: 'support@example.test',
    MONICA_BILLING_URL: 'https://monica.example.test/billing',
    OFFICELIFE_BILLING_URL: 'https://officelife.example.test/billing',
  };
}
