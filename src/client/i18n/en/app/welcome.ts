/** The welcome page. */
export const welcome = {
  title: 'Licences for Monica and OfficeLife',
  heading: 'Support the software you rely on',
  lead: 'Monica and OfficeLife are open source. A licence unlocks their hosted versions and funds the people who build them.',
  monicaFor: 'For friends and family',
  officelifeFor: 'For companies and their people',
  monica1: 'Everything you want to remember about the people in your life',
  monica2: 'One licence for you and everyone in your account',
  officelife1: 'One seat per active employee',
  officelife2: 'Former employees stay on record and cost nothing',
  get: 'Get {product}',
  safeTitle: 'Secure payment',
  safe: 'Paddle takes the payment, adds the right tax and sends the receipt. We never see your card details.',
  fastTitle: 'Ready in a minute',
  fast: 'Your key appears here as soon as Paddle confirms the payment.',
  cancelTitle: 'Cancel in two clicks',
  cancel:
    'Your licence stays valid until the last day you’ve paid for. {days, plural, =0 {} one {If a payment fails, you have # more day to sort it out.} other {If a payment fails, you have # more days to sort it out.}}',
} as const;
