/**
 * Computes event identifiers that an earlier release didn't store or that were hashed with a previous APP_KEY. Works
 * page by page and can be interrupted and resumed.
 */
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
/**
 * Milliseconds after which address tombstones are removed, once every event has identifiers. This is longer than any
 * process needs for one page.
 */
const soughtForMs = hourMs;

/**
 * Processes up to `pages` pages of events and returns the number of events examined. Several processes can run this at
 * once. Also redacts events about people who were erased before the events had identifiers. Like late alerts, these are
 * matched by stream, order or account. They are also matched by hashed address; those tombstones are kept only until
 * every event has identifiers.
 */
export async function fillIdentifiers(deps: FillDeps, { pages }: { pages: number }): Promise<number> {
  let total = 0;
  for (let turn = 0; turn < pages; turn += 1) {
    const { events, unreadable } = await deps.events.listUnidentified(deps.keyVault.previousVersions, page);
    // Events that can't be parsed have no identifiers. They are marked as done, so that they aren't read again. An
    // erasure finds them by stream and reports them.
    await deps.events.giveUpIdentifying(unreadable, deps.keyVault.currentVersion);
    await deps.events.writeIdentifiers(events);
    // This must come after the identifiers are written. Events about people erased earlier are found by their
    // tombstones; a current or later erasure finds events by the new identifiers.
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

/**
 * Returns true if the event isn't part of a purchase. Events of purchases are found by their stream, so they don't need
 * the address hash.
 */
const isNotice = ({ stream }: LoggedEvent): boolean =>
  stream === null || /^(?:customer|case|invoice):/.test(stream);
