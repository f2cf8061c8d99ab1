/** The button on a product page that leads to Paddle's checkout. It names the amount once a plan is chosen. */
export const payButton = { name: /^(?:Pay |Continue to payment$)/ } as const;
