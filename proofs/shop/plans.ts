/** A plan of the seeded shop, with the data that Paddle has about it. */

export interface PlanOnSale {
  id: number;
  name: string;
  months: 1 | 12;
  /** In US cents. */
  unitPrice: number;
}

/** The plans of the seeded shop. */
export const plans = {
  monicaMonthly: { id: 24_749, name: 'Monica monthly', months: 1, unitPrice: 900 },
  monicaYearly: { id: 24_750, name: 'Monica yearly', months: 12, unitPrice: 9_000 },
  officeLifeMonthly: { id: 24_751, name: 'OfficeLife monthly', months: 1, unitPrice: 400 },
  officeLifeYearly: { id: 24_752, name: 'OfficeLife yearly', months: 12, unitPrice: 4_000 },
} as const satisfies Record<string, PlanOnSale>;
