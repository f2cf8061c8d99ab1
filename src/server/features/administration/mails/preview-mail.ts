/** Renders an e-mail as a preview, with a customer's data as far as the template can take any. */
import type { Deps } from '#server/deps.ts';
import { validityOf } from '#server/features/licences/licence-validity.ts';
import { unsubscribePath } from '#shared/accounts/mail-choices.ts';
import type { MailPreview, PreviewQuestion } from '#shared/accounts/mail-previews.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import { productPath } from '#shared/pages.ts';
import { type PreviewedLicence, takenFrom } from './preview-data.ts';

type PreviewDeps = Pick<Deps, 'accounts' | 'licences' | 'mail' | 'now' | 'settings' | 'subscriptions'>;

/**
 * Returns the rendered e-mail. Nothing is sent or stored, and links that contain a token are those of the sample.
 * Throws `not_found` if there is no such account.
 */
export async function previewMail(
  deps: PreviewDeps,
  { template, locale, customerId }: PreviewQuestion,
): Promise<MailPreview & { html: string }> {
  const { appUrl } = deps.settings;
  const sample = deps.mail.sampleOf(template);
  const { data, shows } =
    customerId === undefined
      ? ({ data: {}, shows: 'sample' } as const)
      : await dataOf(deps, { template, customerId, isNamed: sample.data.name !== '' });
  const { sender, subject, text, html } = deps.mail.render({
    ...{ template, locale, data: { ...sample.data, ...data } },
    ...(sample.isOptional && { unsubscribeUrl: `${appUrl}${unsubscribePath}?token=preview` }),
  });
  return { sender, subject, text, html: withoutTargets(html), shows };
}

/** Removes where links lead to. The layout of e-mails has attributes in double quotes, and escapes them in values. */
const withoutTargets = (html: string): string => html.replaceAll(/ href="[^"]*"/g, '');

interface Asked {
  template: string;
  customerId: number;
  /** Whether the e-mail greets its recipient by name. */
  isNamed: boolean;
}

async function dataOf(
  deps: PreviewDeps,
  { template, customerId, isNamed }: Asked,
): Promise<{ data: object; shows: MailPreview['shows'] }> {
  const account = await deps.accounts.findById(customerId);
  if (!account) throw new AppError('not_found', 'there is no such account');
  const named = isNamed ? { name: account.name } : {};
  const licence = await newestLicence(deps, customerId);
  const taken = licence && takenFrom(licence, template);
  if (!taken) return { data: named, shows: isNamed ? 'name' : 'sample' };
  return { data: { ...taken, ...named }, shows: 'customer' };
}

/** Returns the licence that was issued last; null if the customer has none. */
async function newestLicence(deps: PreviewDeps, userId: number): Promise<PreviewedLicence | null> {
  const owned = await deps.licences.listForUser(userId);
  const licence = owned.reduce<(typeof owned)[number] | null>(
    (newest, each) => (newest && newest.id > each.id ? newest : each),
    null,
  );
  if (!licence) return null;
  const { stream, plan, quantity, startedOn, lastPaid } = licence;
  const subscription = (await deps.subscriptions.listByStreams([stream])).get(stream);
  const { product, frequency } = plan;
  return {
    ...{ product, frequency, startedOn, paid: lastPaid },
    seats: isSoldPerSeat(product) ? quantity : null,
    worksThrough: validityOf(licence, dayOf(deps.now()), deps.settings).worksThrough,
    renewsOn: subscription?.nextBillOn ?? null,
    nextCharge: subscription?.nextCharge ?? null,
    price: subscription?.periodPrice ?? null,
    url: `${deps.settings.appUrl}${productPath[product]}`,
    billingUrl: deps.settings.billingUrls[product],
  };
}
