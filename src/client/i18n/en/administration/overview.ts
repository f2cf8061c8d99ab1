/** Messages for the overview: the state of the portal, its figures and what they mean. */
export const overview = {
  title: 'Overview',
  asOf: 'As of {at}. Days are UTC.',
  uncounted:
    '{count, plural, one {# purchase has changed and isn’t in the figures yet.} other {# purchases have changed and aren’t in the figures yet.}} This usually takes a few seconds.',
  uncountedMany:
    'At least {count} purchases have changed and aren’t in the figures yet. The figures below are out of date.',
  emptyTitle: 'No sales yet',
  emptyText:
    'A few seconds after the first purchase, revenue and licences are shown here. If somebody has already bought something, check above whether Paddle’s alerts arrive.',
  emptyAction: 'Check the plans',
  asTable: 'As a table',
  asChart: 'As a chart',
  csv: 'CSV',
  csvOf: 'Download “{name}” as CSV',
  tableOf: 'Show “{name}” as a table',
  chartOf: 'Show “{name}” as a chart',
  explain: 'What “{name}” means',
  nothing: 'Nothing in this period.',
  day: 'Day',
  month: 'Month',
  week: 'Week of',
  total: 'Total',
  amount: 'Amount',
  product: 'Product',
  plan: 'Plan',
  currency: 'Shown in',
  converted: '{currency}, converted',
} as const;

/** Whether everything is in order. */
export const health = {
  title: 'Is everything in order?',
  fine: 'Everything is in order',
  attention: '{count, plural, one {# point needs attention} other {# points need attention}}',
  state: { fine: 'In order', attention: 'Needs attention' },
  many: '{count} or more',
  alerts: 'Alerts from Paddle',
  alertsFine: 'All alerts that arrived have been processed.',
  alertsWaiting:
    '{count, plural, one {{shown} alert is being processed or waits for an earlier one.} other {{shown} alerts are being processed or wait for an earlier one.}}',
  alertsLate:
    '{count, plural, one {{shown} alert has been due for more than five minutes.} other {{shown} alerts have been due for more than five minutes.}} Check that the portal’s background work is running.',
  alertsFailed:
    '{count, plural, one {{shown} alert couldn’t be processed.} other {{shown} alerts couldn’t be processed.}} Find out why, then process them again.',
  lastAlert: 'The last one arrived on {at}.',
  noAlert: 'None has arrived in the last 30 days.',
  paddle: 'Comparison with Paddle',
  searched:
    'Paddle’s own list of alerts has been checked up to {at}; alerts that hadn’t arrived have been added.',
  searchedLongAgo:
    'Paddle’s own list of alerts was last checked up to {at}, although it should be checked every 15 minutes.',
  notSearched: 'Paddle’s own list of alerts hasn’t been checked for missing ones yet.',
  searchFails:
    'Checking Paddle’s own list of alerts has failed {count, plural, one {once} other {# times in a row}}. It’s tried again automatically.',
  compared: 'All subscriptions were last compared on {at}.',
  comparedLongAgo:
    'All subscriptions were last compared on {at}, although they should be compared every night.',
  notCompared: 'The first nightly comparison of all subscriptions is still to come.',
  comparisonFails:
    'The nightly comparison of all subscriptions has failed {count, plural, one {once} other {# times in a row}}. It’s tried again automatically.',
  mails: 'E-mails',
  mailsFine: 'No e-mail is late or has failed.',
  mailsWaiting:
    '{count, plural, one {{shown} e-mail is about to be sent.} other {{shown} e-mails are about to be sent.}}',
  mailsLate:
    '{count, plural, one {{shown} e-mail has been due for more than five minutes.} other {{shown} e-mails have been due for more than five minutes.}} Check the mail server.',
  mailsFailed:
    '{count, plural, one {{shown} e-mail was given up after many attempts.} other {{shown} e-mails were given up after many attempts.}} Once the mail server works again, have them sent again.',
  instances: 'Licence checks by instances',
  pingsToday: '{count, plural, =0 {None so far today.} one {{shown} today.} other {{shown} today.}}',
  pingsFailed:
    '{count, plural, one {{shown} couldn’t be answered today.} other {{shown} couldn’t be answered today.}}',
  decisions: 'Cases to decide',
  noDecision: 'No case is waiting for a decision.',
  flags:
    '{count, plural, one {{shown} case is waiting for a decision} other {{shown} cases are waiting for a decision}}: a dispute, a suspected fraud or a double payment, for example.',
} as const;

/** The figures. */
export const figures = {
  heading: 'Figures',
  revenue: 'Monthly recurring revenue',
  revenueMonths: 'Monthly recurring revenue by month',
  noRevenue: 'None',
  rates: 'Converted at the rates of {day}.',
  without: 'Left out, because there’s no rate: {currencies}.',
  noRates:
    'To see one total in a single currency, put exchange rates into the portal’s settings and restart it. For example:',
  licences: 'Active licences',
  licencesByPlan: 'Active licences by product and plan',
  seats: 'Seats',
  paying: 'Paying',
  churn: 'Churn, 30 days',
  churnOf: '{churned} of {of}',
  churnBefore: 'In the 30 days before: {share}',
  none: '–',
  failing: 'Payments failing now',
  failingFine: 'No active licence has a failed payment.',
  failingSee: 'See who',
  signUps: 'Sign-ups, 7 days',
  signUpsMonth: '{count} in 30 days',
  refunds: 'Refunds this month',
  refundsCount: '{count, plural, =0 {No refunds} one {# refund} other {# refunds}}',
  refundsMonths: 'Refunds by month',
  moves: 'New and churned licences by month',
  new: 'New',
  returned: 'Returned',
  churned: 'Churned',
  renewals: 'Renewed and ended licences by month',
  renewed: 'Renewed',
  ended: 'Ended',
  expired: 'Ended: not renewed',
  cancelled: 'Ended: cancelled',
  paused: 'Ended: paused',
  refunded: 'Ended: refunded',
  revoked: 'Ended: revoked',
  pings: 'Licence checks by day',
  pingOutcomes: {
    good: 'Good',
    ended: 'Ended',
    unknown: 'Key no longer valid',
    forged: 'Not a key of this portal',
    malformed: 'Unreadable request',
    limited: 'Too many requests',
    token_refused: 'Access token refused',
    token_revoked: 'Access token revoked',
    failed: 'Not answered',
    sign_in_failed: 'Wrong secret',
  },
  pingGroups: {
    good: 'Good',
    ended: 'Ended',
    key: 'Key not accepted',
    client: 'Client refused',
    failed: 'Not answered',
  },
  alerts: 'Alerts from Paddle by day',
  alertStates: {
    applied: 'Processed',
    ignored: 'Not needed',
    stored: 'Stored only',
    pending: 'Being processed',
    waiting: 'Waiting for an earlier one',
    failed: 'Failed',
  },
  alertGroups: { applied: 'Processed', ignored: 'Not needed', waiting: 'Waiting', failed: 'Failed' },
  due: 'Renewals due in the next 30 days',
  dueCount: '{count, plural, =0 {No renewal is due.} one {# renewal is due.} other {# renewals are due.}}',
  dueOn: '{count, plural, =0 {no renewals} one {# renewal} other {# renewals}}',
  dueTotal: 'Expected: {amounts}',
  fewer: 'Fewer',
  more: 'More',
  latest: '{when}: {value}',
  picture: '{name}, {from} to {to}. {when}: {value}. All values are in the table.',
} as const;

/** What the figures mean. The same definitions are in docs/operations.md. */
export const definitions = {
  revenue:
    'What paying licences pay in a month: the last payment for a whole period, as it was charged, with seats, discounts and tax. Of a yearly plan, a twelfth counts. A licence whose payment is overdue counts until it ends, after the grace period; a cancelled one until its last paid day. Trials, complimentary licences, one-off purchases and days given by an extension count as 0. A licence that was kept after a cancellation goes on counting at what it paid.',
  converted:
    'The rates are always those that are set now, for earlier months too. Revenue in currencies without a rate is left out.',
  licences:
    'Licences that work: paid, overdue within the grace period, on a trial, complimentary or paid once. “Paying” counts those with monthly recurring revenue.',
  seats: 'The seats of active licences. A licence without seats counts as one.',
  churn:
    'The licences that stopped paying in 30 days, as a share of all licences that paid at the beginning of these 30 days or began to pay during them. A pause counts too. A licence that was kept in time doesn’t.',
  failing: 'Active licences whose last charge failed. They work until the end of the grace period.',
  signUps: 'Accounts that were created in the last 7 or 30 days, today included, and still exist.',
  refunds: 'Money given back, by the day of the refund. Refunds of tax are included.',
  moves:
    'New: the first payment above 0 of a licence, on the day of the payment; after a trial, when it’s paid for. Returned: a payment after the licence had stopped paying, for example after a pause, or when it was bought again with the same key. Churned: a paying licence stopped paying, for whatever reason, pauses included. A licence that was kept in time is neither churned nor new.',
  renewals:
    'Renewed: a payment for a further period. Payments for seats or for a change of plan within a period don’t count, nor do payments that were refunded in full. Ended: a licence stopped working, by reason. “Not renewed” includes trials, complimentary licences and one-off purchases at their end, which are no churn.',
  pings:
    'What instances were answered when they asked about a licence key, by day. “Key no longer valid” is a replaced key or one of another product. The counts are written every ten seconds, and kept for 400 days.',
  alerts:
    'Paddle’s alerts by the day on which they arrived, and the state in which they are now. Alerts with a wrong signature are refused and not counted here. “Not needed” are alerts that change nothing in the portal.',
  due: 'The next charge of each subscription, on the day on which it’s due. Trials that end are included. Each subscription counts once. The amounts are those that are known already.',
} as const;
