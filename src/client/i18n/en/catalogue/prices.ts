/** Messages for showing a product's price in one line. */
export const prices = {
  perMonth: 'per month',
  perMonthOrYear: 'per month, or {price} per year',
  perSeatMonth: 'per seat per month',
  perSeatMonthOrYear: 'per seat per month, or {price} per year',
  perYear: 'per year',
  perSeatYear: 'per seat per year',
  unknown: 'See the price on the next page',
} as const;
