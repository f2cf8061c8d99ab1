/** Messages for the landing page. */
export const welcome = {
  title: 'Licences for Monica and OfficeLife',
  heading: 'Support the software you rely on',
  lead: 'Monica and OfficeLife are open source. A licence unlocks their hosted versions and funds the people who build them.',
  monicaFor: 'For friends and family',
  officelifeFor: 'For companies and their people',
  monica1: 'Everything you want to remember about the people in your life',
  monica2: 'One licence for you and everyone in your account',
  officelife1: 'One seat per active employee',
  officelife2: 'Former employees stay on record at no cost',
  get: 'Get {product}',
  safeTitle: 'Secure payment',
  safe: 'Paddle processes your payment, adds the right tax and sends you a receipt. We never see your card details.',
  fastTitle: 'Ready in a minute',
  fast: 'Your licence key appears here as soon as Paddle confirms the payment.',
  cancelTitle: 'Cancel in two clicks',
  cancel:
    'There’s no long-term commitment. Your licence stays valid until the end of the period you’ve paid for. {days, plural, =0 {} one {If a payment fails, you have # extra day to sort it out.} other {If a payment fails, you have # extra days to sort it out.}}',
} as const;
