/** Lists the open flags about a customer's purchases, with what can be decided about them. */
import type { Deps } from '#server/deps.ts';
import type { Flag } from '#server/features/billing/flag.repository.ts';
import { orderStream } from '#server/features/billing/streams/stream-names.ts';
import type { OpenFlag } from '#shared/administration/settling.ts';
import { AppError } from '#shared/errors.ts';
import { ownersOf } from './owners.ts';

type FlagDeps = Pick<Deps, 'accounts' | 'flags' | 'licences' | 'receipts' | 'streams' | 'subscriptions'>;

/** Returns the purchases and the orders that paid for them, whose streams have disputes and some refunds. */
async function withOrders(
  { receipts }: Pick<Deps, 'receipts'>,
  purchases: readonly string[],
): Promise<string[]> {
  const orders = (await receipts.listByStreams([...purchases])).flatMap(({ orderId }) =>
    orderId === null ? [] : [orderStream(orderId)],
  );
  return [...new Set([...purchases, ...orders])];
}

/** Returns all flags about purchases, the newest first. */
async function flagsOf(
  { flags, receipts }: Pick<Deps, 'flags' | 'receipts'>,
  purchases: readonly string[],
): Promise<Flag[]> {
  const found = await flags.listByStreams(await withOrders({ receipts }, purchases));
  return found.sort((a, b) => b.raisedAt.getTime() - a.raisedAt.getTime());
}

const ownStreams = async ({ streams }: Pick<Deps, 'streams'>, customerId: number): Promise<string[]> =>
  (await streams.listByUser(customerId)).map(({ stream }) => stream);

/** Returns the streams of what the customer owns. */
export const streamsOfCustomer = async (
  deps: Pick<Deps, 'receipts' | 'streams'>,
  customerId: number,
): Promise<string[]> => withOrders(deps, await ownStreams(deps, customerId));

async function openFlagsOf(deps: FlagDeps, customerId: number): Promise<Flag[]> {
  const all = await flagsOf(deps, await ownStreams(deps, customerId));
  return all.filter(({ resolvedAt }) => resolvedAt === null);
}

/** Returns an open flag about nobody's purchase. */
async function ownerlessFlag(deps: FlagDeps, reference: string): Promise<Flag | undefined> {
  const flag = await deps.flags.findByReference(reference);
  if (flag?.resolvedAt !== null) return undefined;
  const ownerOf = await ownersOf(deps, [flag.stream]);
  return ownerOf(flag.stream).customer === null ? flag : undefined;
}

/**
 * Throws `not_found` if there is no such open flag about a purchase of the customer; without a customer, about a
 * purchase that nobody owns.
 */
export async function openFlagOf(
  deps: FlagDeps,
  { customerId, reference }: { customerId: number | null; reference: string },
): Promise<Flag> {
  const flag =
    customerId === null
      ? await ownerlessFlag(deps, reference)
      : (await openFlagsOf(deps, customerId)).find((each) => each.reference === reference);
  if (!flag) throw new AppError('not_found', `customer ${customerId} has no open flag ${reference}`);
  return flag;
}

/** The two licences of a double payment. Null if there is no such licence, or no subscription to cancel. */
export interface DoublePayment {
  first: number | null;
  second: number | null;
}

/** Finds what can be cancelled. A flag about two licences is in the stream of the second and names the first. */
export async function doublePaymentOf(
  { licences, subscriptions }: Pick<Deps, 'licences' | 'subscriptions'>,
  { stream, detail }: Pick<Flag, 'stream' | 'detail'>,
): Promise<DoublePayment> {
  const streams = [detail, stream];
  const found = await licences.listByStreams(streams);
  const paying = await subscriptions.listByStreams(streams);
  const [first = null, second = null] = streams.map((each) => {
    const status = paying.get(each)?.status ?? 'deleted';
    return status === 'deleted' ? null : (found.get(each)?.id ?? null);
  });
  return { first, second };
}

export async function listOpenFlags(deps: FlagDeps, customerId: number): Promise<OpenFlag[]> {
  const flags = await openFlagsOf(deps, customerId);
  const licences = await deps.licences.listByStreams(flags.map(({ stream }) => stream));
  const listed: OpenFlag[] = [];
  for (const flag of flags) {
    const { reference, kind, orderId, raisedAt, detail, wantedAt, stream } = flag;
    const double = kind === 'second_licence' ? await doublePaymentOf(deps, flag) : null;
    listed.push({
      ...{ reference, kind, orderId, raisedAt, detail, wantedAt },
      licenceId: licences.get(stream)?.id ?? null,
      decisions: double
        ? [
            { decision: 'keep_both', cancelsLicenceId: null, isPossible: true },
            {
              ...{ decision: 'cancel_first', cancelsLicenceId: double.first },
              isPossible: double.first !== null,
            },
            {
              ...{ decision: 'cancel_second', cancelsLicenceId: double.second },
              isPossible: double.second !== null,
            },
          ]
        : [],
    });
  }
  return listed;
}
