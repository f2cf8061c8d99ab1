/** Why a subscription can't be changed, or why a change failed, by error code. */
export const changeErrors = {
  no_subscription: 'No subscription pays for this licence, so there’s nothing to change.',
  subscription_ended: 'This subscription has been cancelled and can no longer be changed.',
  licence_revoked: 'This licence has been revoked. If you have questions, contact us.',
  licence_refunded: 'The last payment was refunded. Changes are possible again once a payment has succeeded.',
  change_while_trialing: 'The plan and the number of seats can’t be changed before the first payment.',
  change_while_past_due:
    'A payment is overdue. Update your payment method; once the payment has succeeded, you can make changes.',
  change_while_paused: 'This subscription is paused. Resume it first.',
  change_while_pausing: 'This subscription is about to be paused. Undo the pause first.',
  not_paused: 'This subscription isn’t paused, so there’s nothing to resume.',
  pause_not_allowed: 'Subscriptions to this plan can’t be paused.',
  change_in_progress: 'Another change to this subscription is still in progress. Try again in a few minutes.',
  invoice_in_progress: 'Paddle is processing a payment for this subscription. Try again in a few minutes.',
  same_seats: 'You already have this number of seats.',
  same_plan: 'You’re already on this plan.',
  plan_without_seats: 'This plan has no seats.',
  plan_needs_seats: 'You can’t switch from a plan with seats to a plan without.',
  plan_of_other_product: 'This plan is for another product.',
  plan_not_sold: 'This plan isn’t for sale at the moment.',
  plan_retired:
    'Your plan is no longer sold, so this subscription can’t be continued. Your licence works until its last day. After that, you can start again here with another plan and keep your key.',
  other_currency: 'This plan has no price in your currency, and a subscription’s currency can’t be changed.',
  interval_refused: 'Paddle doesn’t allow a switch to this billing period.',
  amount_too_low: 'The amount is too low for Paddle to charge.',
  card_declined: 'The payment failed, and nothing has changed. Update your payment method, then try again.',
  amount_changed:
    'The amount to pay today has changed. Nothing was charged. Check the new amount, then confirm again.',
  keep_not_ended: 'This subscription hasn’t been cancelled, so there’s nothing to continue.',
  keep_after_trial: 'A cancelled trial can’t be continued. You can buy the plan instead.',
  keep_link_expired:
    'The link for keeping your licence wasn’t used in time. Nothing was charged, and you can start again.',
  dispute_open:
    'One of the payments for this licence is disputed. It can’t be continued until that is settled. If you have questions, contact us.',
  change_refused: 'Paddle refused this change. Nothing was charged. If it keeps happening, contact us.',
  change_not_made: 'Paddle didn’t make this change, and nothing was charged. You can try again.',
  quantity_not_typed: 'That’s more than ten times as many seats as now. Type the number again to confirm.',
} as const;
