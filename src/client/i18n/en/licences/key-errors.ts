/** Why a licence gets no other key, by error code. */
export const keyErrors = {
  licence_ended: 'This licence has ended, so it can’t get another key.',
  key_replaced: 'This key has already been replaced. The new one is on this page.',
  key_dispute_open:
    'One of the payments for this licence is disputed. You can’t get another key until that is settled. If you have questions, contact us.',
  key_end_changed: 'The time at which the old key stops working has changed. Check it, then confirm again.',
} as const;
