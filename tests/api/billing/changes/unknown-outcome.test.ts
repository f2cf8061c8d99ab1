/** Tests changes that are asked for twice, that Paddle doesn't respond to, and that are interrupted by a crash. */
import { describe, expect, it } from 'vitest';
import { requestChange } from '#server/features/billing/changes/request-change.ts';
import { RequestInput, type WantedChange } from '#shared/billing/changes.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { newRequestId, type PlanName, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';
import { followCharges } from './follow-charges.ts';

const customer = useChangingCustomer();
const updates = '/subscription/users/update';
const cancels = '/subscription/users_cancel';
const twoSeats = { kind: 'seats', quantity: 2 } as const;

interface Kind {
  plan: PlanName;
  /** Done before the change. */
  given?: (licenceId: number) => Promise<unknown>;
  change: () => WantedChange;
  /** The function of Paddle that makes the change. */
  path: string;
  /** What Paddle charges in total, before and after. */
  charged: readonly [number[], number[]];
}

const pauseFor40Days = async (licenceId: number) => {
  await customer.confirm(licenceId, { kind: 'pause' });
  await customer.twin.advanceDays(40);
};

const kinds: Record<string, Kind> = {
  seats: { plan: 'OfficeLife monthly', change: () => twoSeats, path: updates, charged: [[600], [600, 600]] },
  plan: {
    ...{ plan: 'Monica monthly', path: updates, charged: [[900], [900, 8_100]] },
    change: () => ({ kind: 'plan', planId: customer.plan('Monica yearly').id }),
  },
  cancel: {
    plan: 'Monica monthly',
    change: () => ({ kind: 'cancel' }),
    path: cancels,
    charged: [[900], [900]],
  },
  pause: {
    plan: 'Monica monthly',
    change: () => ({ kind: 'pause' }),
    path: updates,
    charged: [[900], [900]],
  },
  resume: {
    ...{ plan: 'Monica monthly', path: updates, charged: [[900], [900, 900]] },
    ...{ given: pauseFor40Days, change: () => ({ kind: 'resume' }) },
  },
};
const someKinds = someOf(Object.entries(kinds), 2);

/** Returns how often the portal called Paddle for the last change. */
const callsSince = (path: string, before: number) => customer.calls(path) - before;

async function shownFor(licenceId: number, change: WantedChange) {
  return (await customer.changes.preview.query({ licenceId, change })).today;
}

describe.each(someKinds)(
  'Without a response to a change of kind %s',
  (_name, { plan, given, change, path, charged }) => {
    it('that was made, the change is found and not repeated', async () => {
      const { twin, changes } = customer;
      const { licenceId, subscriptionId } = await customer.buy(plan);
      await given?.(licenceId);
      const before = customer.calls(path);
      const input = { licenceId, change: change(), shown: await shownFor(licenceId, change()) };
      twin.setFaults({ hold: true, actThenSilence: { [path.slice(1)]: 1 } });
      const requestId = newRequestId();
      const asked = await customer.request({ ...input, requestId });
      expect(asked).toMatchObject({ state: 'unknown', refusal: null, isVisible: false });
      // The customer presses again: the same dialog, then another one.
      expect(await customer.request({ ...input, requestId })).toMatchObject({ state: 'unknown' });
      expect(await codeOf(customer.request(input))).toBe('change_in_progress');
      expect((await changes.options.query({ licenceId })).open).toMatchObject({ changeId: asked.changeId });
      await customer.settleAfter(29);
      expect(await changes.status.query({ changeId: asked.changeId })).toMatchObject({ state: 'unknown' });
      await customer.settleAfter(31);
      expect(await changes.status.query({ changeId: asked.changeId })).toMatchObject({ state: 'confirmed' });
      expect(callsSince(path, before)).toBe(1);
      twin.setFaults({ hold: false });
      await twin.drain();
      expect(await changes.status.query({ changeId: asked.changeId })).toMatchObject({ isVisible: true });
      expect(customer.charges(subscriptionId)).toEqual(charged[1]);
      expect(await customer.receipts()).toEqual(charged[1]);
      expect((await changes.options.query({ licenceId })).open).toBeNull();
    });

    it('that was made, its alert settles the change at once', async () => {
      const { twin, changes } = customer;
      const { licenceId } = await customer.buy(plan);
      await given?.(licenceId);
      const shown = await shownFor(licenceId, change());
      twin.setFaults({ hold: true, actThenSilence: { [path.slice(1)]: 1 } });
      const asked = await customer.request({ licenceId, change: change(), shown });
      expect(asked.state).toBe('unknown');
      twin.setFaults({ hold: false });
      await twin.drain();
      expect(await changes.status.query({ changeId: asked.changeId })).toMatchObject({
        ...{ state: 'confirmed', isVisible: true },
      });
    });

    it('that was not made, it counts as not made after a while, and can be asked for again', async () => {
      const { twin, changes } = customer;
      const { licenceId, subscriptionId } = await customer.buy(plan);
      await given?.(licenceId);
      const shown = await shownFor(licenceId, change());
      twin.setFaults({ silence: { [path.slice(1)]: 1 } });
      const asked = await customer.request({ licenceId, change: change(), shown });
      const status = () => changes.status.query({ changeId: asked.changeId });
      expect(asked.state).toBe('unknown');
      await customer.settleAfter(59);
      expect(await status()).toMatchObject({ state: 'unknown' });
      // While Paddle can't be asked, nothing is decided.
      twin.setFaults({ down: true });
      await customer.settleAfter(900);
      expect(await status()).toMatchObject({ state: 'unknown' });
      twin.setFaults({ down: false });
      if (change().kind !== 'cancel') {
        await customer.settleAfter(599);
        expect(await status()).toMatchObject({ state: 'unknown' });
      }
      await customer.settleAfter(600);
      expect(await status()).toMatchObject({ state: 'refused', refusal: 'change_not_made' });
      expect(customer.charges(subscriptionId)).toEqual(charged[0]);
      expect(await customer.confirm(licenceId, change())).toMatchObject({ state: 'confirmed' });
      expect(customer.charges(subscriptionId)).toEqual(charged[1]);
    });
  },
);

describe('Two clicks and two tabs', () => {
  it('with the same request call Paddle once and get the same answer', async () => {
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    const input = {
      licenceId,
      change: twoSeats,
      shown: await shownFor(licenceId, twoSeats),
      requestId: newRequestId(),
    };
    const answers = await Promise.all([1, 2, 3].map(() => customer.request(input)));
    expect(new Set(answers.map(({ changeId }) => changeId)).size).toBe(1);
    expect(await customer.request(input)).toMatchObject({ state: 'confirmed' });
    expect(customer.calls(updates)).toBe(1);
    expect(customer.charges(subscriptionId)).toEqual([600, 600]);
  });

  it('with a request each never charge twice', async () => {
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    const shown = await shownFor(licenceId, twoSeats);
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => codeOf(customer.request({ licenceId, change: twoSeats, shown }))),
    );
    expect(outcomes.filter((code) => code === null)).toHaveLength(1);
    for (const code of outcomes)
      expect([null, 'change_in_progress', 'amount_changed', 'same_seats']).toContain(code);
    expect(customer.charges(subscriptionId)).toEqual([600, 600]);
  });

  it('never charge more than was shown, even if the first change is confirmed before its alert arrives', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', { quantity: 5 });
    const four = { kind: 'seats', quantity: 4 } as const;
    const shownInSecondTab = await shownFor(licenceId, four);
    twin.setFaults({ hold: true });
    await customer.confirm(licenceId, { kind: 'seats', quantity: 7 });
    await customer.confirm(licenceId, { kind: 'seats', quantity: 1 });
    expect(await customer.request({ licenceId, change: four, shown: shownInSecondTab })).toMatchObject({
      state: 'confirmed',
    });
    // The credit for six seats pays for three.
    expect(customer.charges(subscriptionId)).toEqual([3_000, 1_200]);
  });

  it('a request ID of another change is refused', async () => {
    const { licenceId } = await customer.buy('OfficeLife monthly');
    const requestId = newRequestId();
    const input = { licenceId, requestId, change: twoSeats, shown: await shownFor(licenceId, twoSeats) };
    await customer.request(input);
    expect(await codeOf(customer.request({ ...input, change: { kind: 'seats', quantity: 3 } }))).toBe(
      'invalid_input',
    );
    expect(customer.calls(updates)).toBe(1);
  });
});

/**
 * Stops the process at a step, as if it had been killed: that call and everything after it never happens (`before`), or
 * its effect remains but nothing after it happens (`after`).
 */
function killedAt<T extends object>(target: T, method: keyof T & string, moment: 'before' | 'after'): T {
  return new Proxy(target, {
    get(whole, name, receiver) {
      const found: unknown = Reflect.get(whole, name, receiver);
      if (name !== method || typeof found !== 'function') return found;
      return async (...args: unknown[]) => {
        if (moment === 'after') await Reflect.apply(found, whole, args);
        throw new Killed();
      };
    },
  });
}

class Killed extends Error {}

describe('A process that is killed between two steps', () => {
  const steps = [
    ['subscriptionChanges', 'add'],
    ['paddle', 'previewChange'],
    ['subscriptionChanges', 'startCall'],
    ['paddle', 'changeSubscription'],
    ['subscriptionChanges', 'settle'],
  ] as const;
  const moments = steps.flatMap((step) =>
    (['before', 'after'] as const).map((moment) => [...step, moment] as const),
  );

  it.each(someOf(moments, 3))(
    '%s.%s (%s) leaves a change that is settled as Paddle shows it',
    async (owner, method, moment) => {
      const { deps, twin, userId } = customer;
      const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
      const shown = await shownFor(licenceId, twoSeats);
      const input = RequestInput.parse({ licenceId, requestId: newRequestId(), change: twoSeats, shown });
      // Nothing runs after a kill, not even the handling of errors.
      const silenced = { ...deps.subscriptionChanges, refuseUncalled: () => Promise.reject(new Killed()) };
      const dying = {
        ...deps,
        ...{
          limiter: deps.limiter,
          plans: deps.plans,
          licences: deps.licences,
          subscriptions: deps.subscriptions,
        },
        subscriptionChanges:
          owner === 'subscriptionChanges' ? killedAt(silenced, method as 'add', moment) : silenced,
        paddle: owner === 'paddle' ? killedAt(deps.paddle, method as 'previewChange', moment) : deps.paddle,
      };
      const who = { userId, country: 'US', reauthenticatedAt: new Date() };
      await expect(requestChange(dying, who, input)).rejects.toThrow(Killed);
      await twin.drain();
      await customer.settleAfter(31);
      await customer.settleAfter(601);
      const made = twin.truthOf(subscriptionId)?.quantity === 2;
      const isStored = !(method === 'add' && moment === 'before');
      expect(await customer.stored()).toMatchObject(
        isStored ? [made ? { state: 'confirmed' } : { state: 'refused', refusal: 'change_not_made' }] : [],
      );
      // The customer sends the same request again. It is carried out only if it was never stored.
      const again = customer.request(input);
      if (isStored && !made) expect(await codeOf(again)).toBe('change_not_made');
      else expect(await again).toMatchObject({ state: 'confirmed' });
      const isMade = made || !isStored;
      await twin.drain();
      expect(customer.charges(subscriptionId)).toEqual(isMade ? [600, 600] : [600]);
      expect(await customer.receipts()).toEqual(isMade ? [600, 600] : [600]);
      expect(await customer.licence(licenceId)).toMatchObject({ quantity: isMade ? 2 : 1 });
      // Nothing stays blocked.
      expect(await customer.confirm(licenceId, { kind: 'seats', quantity: 3 })).toMatchObject({
        state: 'confirmed',
      });
    },
  );
});

it.each([
  ['Paddle’s list', true],
  ['an alert', false],
])(
  'Without a response to a change that charges nothing, the next charge is known once %s shows it',
  async (_by, hold) => {
    const { twin } = customer;
    const bought = await customer.buy('OfficeLife monthly', { quantity: 5 });
    const { licenceId } = bought;
    await twin.advanceDays(10);
    const change = { kind: 'seats', quantity: 4 } as const;
    const shown = await shownFor(licenceId, change);
    twin.setFaults({ hold, actThenSilence: { [updates.slice(1)]: 1 } });
    const { state } = await customer.request({ licenceId, change, shown });
    if (hold) expect(state).toBe('unknown');
    else await twin.drain();
    await customer.settleAfter(31);
    twin.setFaults({ hold: false });
    await twin.drain();
    expect(await customer.view(licenceId)).toMatchObject({ quantity: 4, nextCharge: { minor: 2_000 } });
    expect(await followCharges(customer, bought, 2)).toEqual([2_000, 2_400]);
  },
);

it('A next charge that Paddle shows with terms that no alert has reported yet is not logged in every round', async () => {
  const { twin } = customer;
  const { licenceId, stream } = await customer.buy('OfficeLife monthly', { quantity: 5 });
  await twin.advanceDays(10);
  const four = { kind: 'seats', quantity: 4 } as const;
  const shown = await shownFor(licenceId, four);
  twin.setFaults({ actThenSilence: { [updates.slice(1)]: 1 } });
  await customer.request({ licenceId, change: four, shown });
  await twin.drain();
  expect(await customer.view(licenceId)).toMatchObject({ quantity: 4, nextCharge: null });
  twin.setFaults({ hold: true });
  await customer.confirm(licenceId, { kind: 'seats', quantity: 3 });
  for (let round = 1; round <= 3; round += 1) await customer.settleAfter(31);
  const logged = () =>
    customer.rows(
      `SELECT source FROM billing_events WHERE stream = '${stream}' AND type = 'next_charge_found'`,
    );
  // Only the answer to the request.
  expect(await logged()).toEqual([{ source: 'system' }]);
  twin.setFaults({ hold: false });
  await twin.drain();
  const { quantity, nextCharge } = await customer.view(licenceId);
  expect(quantity).toBe(3);
  expect(nextCharge).not.toBeNull();
});
