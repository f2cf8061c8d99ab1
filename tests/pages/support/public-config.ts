/** The public settings that the fake server sends. */
import type { PublicConfig } from '#shared/public-config.ts';
import { day } from './fixtures.ts';

export const publicConfig: PublicConfig = {
  supportEmail: 'help@example.com',
  operator: { name: 'Example Ltd', address: '1 Example Street\nLondon' },
  brand: {
    name: null,
    logo: null,
    products: {
      Monica: { logo: null, site: 'https://monica.example.com' },
      OfficeLife: { logo: null, site: 'https://officelife.example.com' },
    },
    legalPages: [],
  },
  sourceUrl: 'https://example.com/source',
  billingUrls: {
    Monica: 'https://monica.example.com/settings/subscriptions',
    OfficeLife: 'https://officelife.example.com/account/licence',
  },
  graceDays: 7,
  loginProviders: [],
  isTakeoverNoticed: false,
  earlierTermsUrl: null,
  today: day('2026-11-23'),
};
