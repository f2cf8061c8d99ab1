/** Checked only by the compiler. The client's type of each output must be the type of the shared schema. */
import type { inferRouterOutputs } from '@trpc/server';
import { expectTypeOf } from 'vitest';
import type { Api } from '#client/api/trpc.ts';
import type { AppRouter } from '#server/router.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { ApiTokenView } from '#shared/accounts/api-tokens.ts';
import type { Profile } from '#shared/accounts/profile.ts';
import type { ReceiptPage } from '#shared/billing/billing.ts';
import type { OfferList } from '#shared/catalogue/catalogue.ts';
import type { SecurityEventPage } from '#shared/identity/security-log.ts';
import type { SessionView } from '#shared/identity/sessions.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import type { AccountDeletion } from '#shared/privacy/account-deletion.ts';
import type { PublicConfig } from '#shared/public-config.ts';

type Outputs = inferRouterOutputs<AppRouter>;

expectTypeOf<Outputs['accounts']['me']>().toEqualTypeOf<AccountView | null>();
expectTypeOf<Outputs['accounts']['tokens']['list']>().toEqualTypeOf<ApiTokenView[]>();
expectTypeOf<Outputs['accounts']['profile']['find']>().toEqualTypeOf<Profile>();
expectTypeOf<Outputs['identity']['sessions']['list']>().toEqualTypeOf<SessionView[]>();
expectTypeOf<Outputs['identity']['securityLog']>().toEqualTypeOf<SecurityEventPage>();
expectTypeOf<Outputs['billing']['receipts']>().toEqualTypeOf<ReceiptPage>();
expectTypeOf<Outputs['catalogue']['offers']>().toEqualTypeOf<OfferList>();
expectTypeOf<Outputs['catalogue']['publicConfig']>().toEqualTypeOf<PublicConfig>();
expectTypeOf<Outputs['licences']['list']>().toEqualTypeOf<LicenceView[]>();
expectTypeOf<Awaited<ReturnType<Api['licences']['list']['fetch']>>>().toEqualTypeOf<LicenceView[]>();
expectTypeOf<Outputs['privacy']['deleteAccount']>().toEqualTypeOf<AccountDeletion>();
