/** Lets the demo's administrator do what makes the audit log, the notes and the list of administrators look alive. */
import { randomBytes } from 'node:crypto';
import { addDays, addMonths, dayOf } from '#shared/dates.ts';
import { enter, type VisitorParts } from './visitor.ts';

type Api = Awaited<ReturnType<typeof enter>>['api'];

interface Acting {
  api: Api;
  visitorParts: VisitorParts;
  /** Addresses of accounts that visitors of the demo use, so nothing may happen to them. */
  spared: ReadonlySet<string>;
}

const random = (): string => randomBytes(16).toString('hex');

/** Does nothing if there are entries in the audit log already. */
export async function actAsAdministrator({ api, visitorParts, spared }: Acting): Promise<void> {
  const { administration } = api;
  if ((await administration.audit.list.query({})).entries.length > 0) return;
  const colleague = { name: 'Sam Support', email: 'support@example.org', password: random() };
  const { id } = (await (await enter(visitorParts, colleague)).api.accounts.me.query()) ?? {};
  if (id === undefined) throw new Error('the colleague is not signed in');
  await administration.administrators.make.mutate({
    ...{ customerId: id, role: 'support', reason: 'Joins the support team' },
  });

  const { customers } = await administration.customers.list.query({});
  const others = customers.filter(({ email, role }) => role === null && !spared.has(email));
  const [journalist, lockedOut] = others.filter(({ licenceCount }) => licenceCount === 0);
  const monthly = others.flatMap((customer) =>
    customer.licences.flatMap(({ id: licenceId, frequency, status }) =>
      frequency === 'Monthly' && status === 'active' ? [{ customerId: customer.id, licenceId }] : [],
    ),
  );
  const today = dayOf(new Date());
  const plan = (await administration.plans.list.query()).find(
    ({ product, retiredAt }) => product === 'Monica' && retiredAt === null,
  );
  if (journalist && plan)
    await administration.licences.grant.mutate({
      ...{ customerId: journalist.id, requestId: random(), planId: plan.id, seats: 1 },
      ...{ until: addMonths(today, 3), reason: 'Writes about Monica for a magazine' },
    });
  if (lockedOut)
    await administration.signIn.block.mutate({
      ...{
        customerId: lockedOut.id,
        reason: 'Signed in from five countries in an hour. Waits for an answer.',
      },
    });
  const [extended, signedOut] = monthly;
  if (extended) {
    await administration.licences.extend.mutate({
      ...{ ...extended, until: addDays(today, 45), reason: 'For the days of the outage' },
    });
    await administration.notes.add.mutate({
      ...{ customerId: extended.customerId, reason: 'Called' },
      text: 'Called about the outage on Monday. Is happy with the two weeks that we gave.',
    });
  }
  if (signedOut)
    await administration.signIn.signOut.mutate({
      ...{ customerId: signedOut.customerId, reason: 'Has lost a laptop' },
    });
}
