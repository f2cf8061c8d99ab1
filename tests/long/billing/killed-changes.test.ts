/**
 * Kills a portal at each database statement of a request to change the number of seats, before and after the statement.
 * Another portal on the same database finishes.
 */
import { expect, it } from 'vitest';
import { startVictims } from '#proofs/crash/victims.ts';
import { portalSettings } from '#proofs/shop/portal.ts';
import { settingsFor } from '#tests/support/billing/twin-settings.ts';
import { newRequestId, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const customer = useChangingCustomer();
const path = '/trpc/billing.changes.request';
/** Upper bound. A request that runs more statements than this must be in a loop. */
const maxStatements = 60;
const patience = 900_000;

/** Sends a request to the portal at `url`. Returns false if that portal died. */
async function send(url: string, input: object): Promise<boolean> {
  try {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        ...{ cookie: customer.cookie, 'content-type': 'application/json', origin: url },
        connection: 'close',
      },
      body: JSON.stringify({ json: input }),
    });
    expect(answer.status).toBe(200);
    return true;
  } catch (error) {
    // fetch throws a TypeError if the connection fails.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

it(
  'A change whose portal is killed at any statement is made at most once, and ends as Paddle shows it',
  async () => {
    const { twin, portal, database } = customer;
    const { DATABASE_URL: _database, ...settings } = portalSettings({
      ...{ url: portal.url, port: 0, databaseUrl: database.url },
    });
    const victims = await startVictims(
      {
        ...settings,
        ...{ DATABASE_URL: database.url, CLOCK_URL: twin.clockUrl, KILLED_PATH: path, LOGIN_PROVIDERS: '' },
        ...settingsFor(twin),
      },
      { spare: 2 },
    );
    let killed = 0;
    const outcomes = new Set<string>();
    try {
      for (const moment of ['before', 'after'] as const) {
        for (let statement = 1; statement <= maxStatements; statement += 1) {
          await database.db.query('DELETE FROM rate_limits');
          const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
          const change = { kind: 'seats', quantity: 2 } as const;
          const { today: shown } = await customer.changes.preview.query({ licenceId, change });
          const input = { licenceId, requestId: newRequestId(), change, shown };
          const victim = await victims.next();
          await victim.order({ statement, moment });
          if (await send(victim.url, input)) {
            await victim.count();
            victims.keep(victim);
            break;
          }
          expect(await victim.died).toBe('SIGKILL');
          killed += 1;
          await twin.drain();
          await customer.settleAfter(31);
          await customer.settleAfter(601);
          const isMade = twin.truthOf(subscriptionId)?.quantity === 2;
          const code = await codeOf(customer.request(input));
          // Sending the request again makes the change if it was never stored, and never makes it twice.
          expect([null, 'change_not_made']).toContain(code);
          outcomes.add(isMade ? 'made' : (code ?? 'made by the second request'));
          if (isMade) expect(code).toBeNull();
          await twin.drain();
          const about = `${moment} statement ${statement}`;
          expect(customer.charges(subscriptionId), about).toEqual(code === null ? [600, 600] : [600]);
          expect(await customer.licence(licenceId), about).toMatchObject({
            quantity: code === null ? 2 : 1,
          });
          expect(await customer.changes.options.query({ licenceId }), about).toMatchObject({ open: null });
        }
      }
    } finally {
      await victims.close();
    }
    expect(killed).toBeGreaterThan(10);
    expect([...outcomes].sort()).toEqual(['change_not_made', 'made', 'made by the second request']);
  },
  patience,
);
