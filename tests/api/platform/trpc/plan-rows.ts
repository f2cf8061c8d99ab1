/** The rows of the access matrix for plans. */

/** What an administrator enters about a plan. */
const aPlan = {
  ...{ product: 'Monica', friendlyName: 'For schools', description: 'Everything', translations: {} },
  ...{ planName: 'Monica schools', paddlePlanId: 77_001, price: { minor: 400, currency: 'USD' } },
  ...{ frequency: 'Monthly', pauseAllowed: false },
};

export const planRows = {
  'administration.plans.list': { rule: 'admin' },
  'administration.plans.compare': { rule: 'admin', input: () => ({ refresh: false }) },
  'administration.plans.add': { rule: 'admin', input: () => ({ details: aPlan, reason: 'A new offer' }) },
  'administration.plans.edit': {
    rule: 'admin',
    input: () => ({ planId: 999_999, version: 1, details: aPlan, reason: 'A clearer name' }),
  },
  'administration.plans.retire': { rule: 'admin', input: () => ({ planId: 999_999, reason: 'Too cheap' }) },
  'administration.plans.restore': { rule: 'admin', input: () => ({ planId: 999_999, reason: 'Asked for' }) },
  'administration.plans.arrange': {
    rule: 'admin',
    input: () => ({ product: 'Monica', seen: [], wanted: [], reason: 'Cheapest first' }),
  },
} as const;
