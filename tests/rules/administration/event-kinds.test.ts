/** Tests that administrators can choose every kind of event that the portal knows, and no other. */
import { expect, it } from 'vitest';
import { foldedPayload } from '#server/features/billing/event-log/folded-payload.ts';
import { productOfAlerts } from '#server/features/billing/event-log/read-event.ts';
import { InternalEvent, isInternalType } from '#server/features/billing/fold/internal-events.ts';
import { redactAlert } from '#server/platform/paddle/classic/personal-fields.ts';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import { toFacts } from '#server/platform/paddle/to-facts.ts';
import { eventKinds } from '#shared/administration/inbox/event-kinds.ts';

it('Every kind of event can be chosen, and each choice is a kind that the portal knows', () => {
  // The compiler asks for a fact that isn't in the list.
  const everyFact: PaddleFact['type'] extends (typeof eventKinds)[number] ? true : never = true;
  expect(everyFact).toBe(true);
  const own = InternalEvent.options.map((option) => option.shape.type.value);
  expect(eventKinds).toEqual(expect.arrayContaining(own));
  const alerts = eventKinds.filter((kind) => !isInternalType(kind));
  for (const alert_name of alerts.filter((kind) => kind !== 'fulfilment'))
    expect(toFacts(productOfAlerts, { alert_name }).status, alert_name).not.toBe('unknown');
  expect(new Set(eventKinds).size).toBe(eventKinds.length);
});

it('Of the portal’s own events, addresses, links and reasons are folded, and so is every field it does not know', () => {
  // Imported receipts contain addresses of Paddle's pages.
  const personal = ['reason', 'email', 'updateUrl', 'cancelUrl', 'receiptUrl', 'receipt', 'receipts'];
  const names = InternalEvent.options.flatMap((option) => Object.keys(option.shape));
  const payload = Object.fromEntries([...names, 'nickname'].map((name) => [name, 'text']));
  const fields = foldedPayload({ redactAlert }, { type: 'licence_granted', payload });
  expect(
    fields
      .filter(({ isPersonal }) => isPersonal)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(
    // The type is a column of its own and in no stored payload.
    [...personal, 'nickname', 'type'].sort(),
  );
  for (const { value, isPersonal } of fields) expect(value === null).toBe(isPersonal);
});
