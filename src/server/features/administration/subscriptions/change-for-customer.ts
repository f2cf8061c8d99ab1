/** Changes a subscription on behalf of an administrator, by the same rules and steps as for the customer. */
import type { Deps } from '#server/deps.ts';
import type { ActContext } from '#server/features/administration/audit/act-context.ts';
import type { AdministratorAtWork, Performed } from '#server/features/administration/audit/audited.ts';
import { licenceSubject } from '#server/features/administration/licences/decide-licence.ts';
import { type RequestDeps, requestChange } from '#server/features/billing/changes/request-change.ts';
import type { ActOnLicence } from '#shared/administration/licences.ts';
import type { ChangeProgress, RequestInput } from '#shared/billing/changes.ts';
import { RequestInput as Request } from '#shared/billing/changes.ts';
import { formatMoney } from '#shared/money.ts';

/** Returns where the customer would buy; null if it is unknown. Where the administrator is doesn't matter. */
export async function countryOfCustomer(
  { accounts }: Pick<Deps, 'accounts'>,
  customerId: number,
): Promise<string | null> {
  return (await accounts.findById(customerId))?.country ?? null;
}

/** Carries out the change at most once. Throws the reason if it is forbidden, or if Paddle refuses it. */
export async function changeForCustomer(
  deps: RequestDeps & Pick<Deps, 'accounts'>,
  administrator: Pick<AdministratorAtWork, 'userId'>,
  { customerId, licenceId }: ActOnLicence,
  request: Omit<RequestInput, 'licenceId'>,
): Promise<Performed<ChangeProgress>> {
  const country = await countryOfCustomer(deps, customerId);
  const requester = { userId: customerId, country, administratorId: administrator.userId };
  const progress = await requestChange(deps, requester, Request.parse({ ...request, licenceId }));
  const { kind, quantity, planId, state } = progress;
  const today = request.shown ? formatMoney(request.shown, 'en') : null;
  return { result: progress, after: { kind, quantity, plan: planId, today, state } };
}

/** Carries out the change as an act of the administrator. */
export async function changeAsAct(
  { deps, administrator, actByCall }: Pick<ActContext, 'deps' | 'administrator' | 'actByCall'>,
  asked: ActOnLicence,
  request: Omit<RequestInput, 'licenceId'>,
): Promise<ChangeProgress> {
  const subject = await licenceSubject(deps, asked);
  return actByCall({ subject, reason: asked.reason }, () =>
    changeForCustomer(deps, administrator, asked, request),
  );
}
