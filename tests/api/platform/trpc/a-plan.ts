/** What an administrator enters about a plan. */
export const aPlan = {
  ...{ product: 'Monica', friendlyName: 'For schools', description: 'Everything', translations: {} },
  ...{ planName: 'Monica schools', paddlePlanId: 77_001, price: { minor: 400, currency: 'USD' } },
  ...{ frequency: 'Monthly', pauseAllowed: false },
};
