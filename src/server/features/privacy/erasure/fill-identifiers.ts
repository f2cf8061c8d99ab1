/** Writes down what events are found by, where an earlier release or another APP_KEY did not: bounded, and resumable. */
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { hashesOfAddress } from '#server/features/billing/event-log/identifiers.ts';
import { soughtAddress, tombstoneOfAddress } from '#server/features/billing/ownership/tombstone.ts';
import { buyerOf } from '#server/features/billing/streams/stream-names.ts';
import { hourMs } from '#shared/durations.ts';
import { findErased, remember } from './redact-erased.ts';
import { redactEvent } from './redact-event.ts';

type FillDeps = Pick<
  Deps,
  'accounts' | 'events' | 'keyVault' | 'now' | 'paddle' | 'paddleCustomers' | 'streams'
>;

const page = 200;
/** Longer than any process takes over one page. */
const soughtForMs = hourMs;

/**
 * At most so many pages; answers how many events were looked at. Several processes may do it at once. What is found on
 * the way about people who were erased meanwhile is blanked, for their erasure could not find it: by its stream, its
 * order or its account, as in an alert that comes late, and by the address, which is remembered for exactly that long.
 */
export async function fillIdentifiers(deps: FillDeps, { pages }: { pages: number }): Promise<number> {
  let total = 0;
  for (let turn = 0; turn < pages; turn += 1) {
    const { events, unreadable } = await deps.events.listUnidentified(deps.keyVault.previousVersions, page);
    // Nobody can tell whom they are about: an erasure names them where their stream tells.
    await deps.events.giveUpIdentifying(unreadable, deps.keyVault.currentVersion);
    await deps.events.writeIdentifiers(events);
    // After they are written: an erasure that began before has looked for them there, and one that begins later will.
    await blankErased(
      deps,
      events.filter(({ identifiedWith }) => identifiedWith === null),
    );
    total += events.length + unreadable.length;
    if (events.length + unreadable.length < page) {
      if (total === 0)
        await deps.paddleCustomers.unbury(soughtAddress, new Date(deps.now().getTime() - soughtForMs));
      return total;
    }
  }
  return total;
}

async function blankErased(deps: FillDeps, events: readonly LoggedEvent[]): Promise<void> {
  const forgotten = await findErased(deps, events);
  await remember(deps, forgotten.values());
  await deps.events.rewriteAll([...forgotten.values()].map(({ event }) => event));
  const sought = events.filter((event) => !forgotten.has(event) && isNotice(event));
  const hashes = new Map(
    sought.flatMap((event) => {
      const { addressHash } = deps.events.identifiersOf(event);
      return addressHash ? [[event, tombstoneOfAddress(addressHash)] as const] : [];
    }),
  );
  const erased = await deps.paddleCustomers.tombstones([...new Set(hashes.values())]);
  const theirs = [...hashes].flatMap(([event, name]) => (erased.has(name) ? [event] : []));
  await deps.events.rewriteAll(theirs.map((event) => redactEvent(deps.paddle, event)));
  const known = await deps.paddleCustomers.contacts(
    theirs.flatMap(({ stream }) => buyerOf(stream ?? '') ?? []),
  );
  const isErased = (email: string) =>
    hashesOfAddress(deps.keyVault, email).some((hash) => erased.has(tombstoneOfAddress(hash)));
  await deps.paddleCustomers.forgetContacts(
    [...known.values()].filter(({ email }) => isErased(email)).map(({ paddleUserId }) => paddleUserId),
  );
}

/** What belongs to no purchase; a purchase is found by its head. */
const isNotice = ({ stream }: LoggedEvent): boolean =>
  stream === null || /^(?:customer|case|invoice):/.test(stream);
