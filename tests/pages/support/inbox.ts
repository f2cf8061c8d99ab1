/** What the server says about the inbox. */
import type {
  EventDetails,
  InboxSummary,
  ListedEvent,
  ListedFlag,
} from '#shared/administration/inbox/inbox.ts';

export const anEvent = (given: Partial<ListedEvent> = {}): ListedEvent => ({
  ...{ id: 81, source: 'paddle_alert', type: 'subscription_payment_succeeded', state: 'applied' },
  ...{ receivedAt: new Date('2026-11-30T14:05:00Z'), problem: null, nextAttemptAt: null },
  ...{ subscriptionId: '502198', licenceId: 21, customer: { id: 7, name: 'Nora Lindqvist' } },
  ...given,
});

export const someEventDetails = (given: Partial<EventDetails> = {}): EventDetails => ({
  ...anEvent({ id: 90 }),
  ...{ occurredAt: new Date('2026-11-30T14:04:58Z'), attempts: 1, alertId: '1234567', wrongFields: null },
  fields: [
    { name: 'status', value: 'active', isPersonal: false },
    { name: 'email', value: null, isPersonal: true },
  ],
  changes: [{ part: 'licence', name: 'validUntil', value: '2027-05-01' }],
  ...given,
});

const nothing = { alerts: 0, differences: 0, unapplied: 0 };

export const anInboxSummary = (given: Partial<InboxSummary> = {}): InboxSummary => ({
  lastAlertAt: new Date('2026-11-30T14:05:00Z'),
  ...{ failed: 0, waiting: 0, late: 0, flags: 2 },
  search: {
    ...{ endedAt: new Date('2026-11-30T14:00:00Z'), dueAt: new Date('2026-11-30T14:15:00Z') },
    ...{ failures: 0, isOverdue: false, found: nothing },
  },
  comparison: {
    ...{ endedAt: new Date('2026-11-29T23:15:20Z'), dueAt: new Date('2026-11-30T23:15:00Z') },
    ...{ failures: 0, isOverdue: false, found: nothing },
  },
  ...given,
});

export const aFlag = (given: Partial<ListedFlag> = {}): ListedFlag => ({
  ...{ id: 5, reference: 'dispute:317366-1', kind: 'dispute', orderId: '317366-1', detail: 'open, 9.00 USD' },
  ...{ raisedAt: new Date('2026-11-28T09:00:00Z'), wantedAt: null, licenceId: 21 },
  ...{ customer: { id: 7, name: 'Nora Lindqvist' } },
  ...given,
});
