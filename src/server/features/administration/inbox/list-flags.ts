/** Lists the open flags of all customers: what a person has to decide. */
import type { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import { type OwnerDeps, ownersOf } from '#server/features/administration/settling/owners.ts';
import { keysetPage } from '#server/platform/lists/keyset-page.ts';
import { type FlagPage, type FlagQuestion, flagsPerPage } from '#shared/administration/inbox/inbox.ts';

/** Returns a page of open flags, newest first. */
export async function listFlags(
  deps: OwnerDeps & Pick<Deps, 'listedFlags'>,
  { after, before, kind }: z.output<typeof FlagQuestion>,
): Promise<FlagPage> {
  const { rows, newer, older } = await keysetPage(
    { after, before, perPage: flagsPerPage },
    (place, limit) => deps.listedFlags.listOpen({ kind }, { ...place, limit }),
    ({ id, raisedAt }) => ({ id, at: raisedAt }),
  );
  const ownerOf = await ownersOf(
    deps,
    rows.map(({ stream }) => stream),
  );
  const flags = rows.map(({ stream, ...flag }) => {
    const { customer, licenceId } = ownerOf(stream);
    return { ...flag, customer, licenceId };
  });
  return { flags, newer, older };
}
