/**
 * The table of what administrators may do. Every act has one row here. The server refuses what the table does not
 * allow, and the tests call every act with every role.
 */
import { z } from 'zod';
import type { AdministratorRole } from './roles.ts';

export interface ActRule {
  /** The least powerful role that may do it. */
  role: AdministratorRole;
  /** Whether the administrator must have re-authenticated within the last 15 minutes. */
  needsProof: boolean;
  /**
   * `customer`: the act concerns one customer, and an administrator’s own account is always refused. `portal`: it
   * concerns no account.
   */
  concerns: 'customer' | 'portal';
  /** Whether it only shows something. It is in the audit log too, but needs no reason. */
  isReading: boolean;
  /**
   * Whether it is allowed on the account of another administrator, whatever that account’s role. If so, only the role
   * `administrator` may do it, after re-authenticating.
   */
  onAdministrators: boolean;
}

/** What support does for one customer. */
const support = {
  role: 'support',
  needsProof: false,
  concerns: 'customer',
  isReading: false,
  onAdministrators: true,
} as const satisfies ActRule;

/** What only administrators do, to one customer. */
const administrator = { ...support, role: 'administrator', needsProof: true } as const satisfies ActRule;

/** What only administrators do, to the whole portal. */
const portal = { ...administrator, concerns: 'portal', onAdministrators: false } as const satisfies ActRule;

export const acts = {
  'customer.resendVerification': support,
  'customer.resendMail': support,
  'customer.sync': support,
  'customer.signOut': support,
  'customer.block': support,
  'customer.unblock': support,
  /** An administrator’s pages would show more than the role of support may see. */
  'customer.viewAs': { ...support, onAdministrators: false },
  'customer.readSecurityLog': { ...support, isReading: true },
  'customer.addNote': support,
  'customer.deleteNote': support,
  'customer.correctEmail': administrator,
  'customer.disableTwoStep': administrator,
  'customer.erase': administrator,

  'subscription.cancel': support,
  'subscription.changeSeats': support,
  'subscription.changePlan': support,

  'licence.revoke': support,
  'licence.reinstate': support,
  'licence.reissue': support,
  'licence.grant': administrator,
  /** Days that are not paid for are a gift, so an extension counts as a grant. */
  'licence.extend': administrator,
  'licence.revealKey': administrator,

  'receipt.refund': administrator,
  'claim.settle': administrator,
  'flag.settle': administrator,
  'payments.settleDouble': administrator,

  'administrators.make': administrator,
  'administrators.changeRole': administrator,
  'administrators.unmake': administrator,

  'plan.add': portal,
  'plan.edit': portal,
  'plan.retire': portal,
  'plan.restore': portal,
  'plan.arrange': portal,

  'client.create': portal,
  'client.bind': portal,
  'client.rotateSecret': portal,
  'client.endSecret': portal,
  'client.revokeTokens': portal,
  'client.disable': portal,
  'client.enable': portal,

  'inbox.replay': portal,
  'inbox.unfoldPayload': portal,
  'mail.liftSuppression': support,

  'customers.export': portal,
  'mails.export': portal,
  /** The audit log names accounts by their IDs, so everyone who may read it may export it. */
  'audit.export': { ...portal, role: 'viewer', needsProof: false },
} as const satisfies Record<string, ActRule>;

export type Act = keyof typeof acts;

/** Returns the rule of an act, in the general type. */
export const ruleOf = (act: Act): ActRule => acts[act];

export const maxReasonLength = 500;

/** Why an administrator does something, in their own words. It is stored in the audit log. */
export const ActReason = z.string().trim().min(1).max(maxReasonLength);

export const CustomerChoice = z.object({ customerId: z.int().positive() });

/** What every act on a customer needs: the ID of the account, and the reason. */
export const ActOnCustomer = CustomerChoice.extend({ reason: ActReason });
export type ActOnCustomer = z.output<typeof ActOnCustomer>;
