/** The rows of the access matrix for the inbox of administration. */
export const inboxRows = {
  'administration.inbox.summary': { rule: 'admin' },
  'administration.inbox.list': { rule: 'admin', input: () => ({}) },
  'administration.inbox.find': { rule: 'admin', input: () => ({ id: 999_999 }), ownerHears: 'not_found' },
  'administration.inbox.flags': { rule: 'admin', input: () => ({}) },
  'administration.inbox.replayable': { rule: 'admin', input: () => ({ type: 'subscription_created' }) },
  'administration.inbox.replay': {
    rule: 'admin',
    input: () => ({ ids: [999_999], reason: 'The plan has been added' }),
  },
  'administration.inbox.unfold': {
    rule: 'admin',
    input: () => ({ id: 999_999, reason: 'The customer asks which address Paddle has' }),
  },
} as const;
