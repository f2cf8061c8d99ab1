/** The rows of the access matrix for the clients of instances. */
export const instanceRows = {
  'administration.instances.list': { rule: 'admin', input: () => ({}) },
  'administration.instances.find': {
    rule: 'admin',
    ownerHears: 'not_found',
    input: () => ({ clientId: 'unknown' }),
  },
  'administration.instances.overdueChecks': { rule: 'admin', input: () => ({}) },
  'administration.instances.create': {
    rule: 'admin',
    input: () => ({ name: 'An instance', product: null, reason: 'A new instance' }),
  },
  'administration.instances.bind': {
    rule: 'admin',
    input: () => ({ clientId: 'unknown', product: 'Monica', reason: 'It runs Monica' }),
  },
  'administration.instances.rotateSecret': {
    rule: 'admin',
    input: () => ({ clientId: 'unknown', overlapDays: 7, endSecret: null, reason: 'Once a year' }),
  },
  'administration.instances.endSecret': {
    rule: 'admin',
    input: () => ({ clientId: 'unknown', number: 1, reason: 'It is not used any longer' }),
  },
  'administration.instances.revokeTokens': {
    rule: 'admin',
    input: () => ({ clientId: 'unknown', reason: 'It was hacked' }),
  },
  'administration.instances.disable': {
    rule: 'admin',
    input: () => ({ clientId: 'unknown', reason: 'It was hacked' }),
  },
  'administration.instances.enable': {
    rule: 'admin',
    input: () => ({ clientId: 'unknown', reason: 'It was cleaned' }),
  },
} as const;
