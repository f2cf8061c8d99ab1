/** Changes subscriptions through the vendor API. Requests that change something are sent only once. */
import { z } from 'zod';
import { DatedAmountRow, Id, orAbsent } from '#server/platform/paddle/classic/vendor-rows.ts';
import { PaddleRefusal } from '#server/platform/paddle/errors.ts';
import type {
  ChangedSubscription,
  PaddleCustomerPort,
  SubscriptionChange,
} from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { type ChangeOptions, changeFields, flag } from './change-terms.ts';
import { currentRow } from './current-row.ts';
import { explained } from './explain-refusal.ts';
import { paymentMethodIn } from './payment-method.ts';
import { previewReader } from './preview-change.ts';

const UpdateAnswer = z
  .object({ plan_id: Id, next_payment: orAbsent(DatedAmountRow).catch(null) })
  .transform((row): ChangedSubscription => ({ planId: row.plan_id, nextPayment: row.next_payment }));

const noChange: SubscriptionChange = { planId: null, quantity: null };

type ChangeCalls = Pick<
  PaddleCustomerPort,
  | 'previewChange'
  | 'previewResume'
  | 'changeSubscription'
  | 'pauseSubscription'
  | 'resumeSubscription'
  | 'cardOnFile'
>;

export function changeCalls(options: ChangeOptions): ChangeCalls {
  const { post } = options;
  const update = (fields: Record<string, string>) => post('/subscription/users/update', fields, UpdateAnswer);

  async function setPause(ref: PaddleRef, pause: boolean): Promise<ChangedSubscription> {
    try {
      return await update({ subscription_id: ref.id, pause: flag(pause) });
    } catch (error) {
      if (!(error instanceof PaddleRefusal)) throw error;
      // A subscription that is resumed is normally paused, so that status doesn't explain the refusal.
      const explanation = await explained(post, ref, noChange, error);
      throw explanation.reason === 'paused' && !pause ? error : explanation;
    }
  }

  return {
    ...previewReader(options),

    async changeSubscription(ref, change, terms) {
      try {
        return await update(changeFields(ref, change, terms));
      } catch (error) {
        if (!(error instanceof PaddleRefusal)) throw error;
        throw await explained(post, ref, change, error);
      }
    },

    pauseSubscription: (ref) => setPause(ref, true),
    resumeSubscription: (ref) => setPause(ref, false),

    cardOnFile: async (ref) => paymentMethodIn(await currentRow(post, ref)),
  };
}
