/** Messages for what all pages of administration share: the navigation, the tables and the dialog of an act. */
export const administration = {
  screens: 'Administration',
  menu: 'Menu',
  path: 'Breadcrumb',
  names: {
    overview: 'Overview',
    customers: 'Customers',
    plans: 'Plans',
    instances: 'Instances',
    mails: 'E-mails',
    inbox: 'Inbox',
    auditLog: 'Audit log',
    administrators: 'Administrators',
  },
  second: {
    title: 'Turn on two-step verification',
    text: 'Administrators can see and change customers’ data, so they need a second step when they sign in. Once you’ve turned it on, you can use the administration.',
    action: 'Go to your settings',
  },
} as const;

export const table = {
  columns: 'Columns',
  pages: 'Pages of the list',
  newer: 'Newer',
  older: 'Older',
  previous: 'Previous page',
  next: 'Next page',
  first: 'First page',
  emptyPage: 'There’s nothing on this page',
  all: 'All',
  from: 'From',
  to: 'To',
  saved: 'Saved filters',
  noneSaved: 'None saved yet',
  save: 'Save these filters',
  saveIt: 'Save',
  forget: 'Remove “{name}”',
  filterName: 'Name',
  filterHint: 'The filters are kept in this browser.',
  filterNameMissing: 'Enter a name.',
  clear: 'Clear filters',
  apply: 'Filter',
  export: 'Export CSV',
  accountHint: 'An account number, or the beginning of a name or e-mail address.',
  accountWrong: 'Choose an account from the list, or enter an account number.',
  accounts: 'Accounts found',
  noAccount: 'No account found.',
  accountsNotSearched: 'The search didn’t work. Enter an account number.',
  keys: 'To move through the rows, press J and K or the arrow keys. Enter opens a row.',
} as const;

export const act = {
  reason: 'Reason',
  reasonHint: 'It’s kept in the audit log. Up to 500 characters.',
  reasonMissing: 'Enter a reason.',
  reasonTooLong: 'The reason is too long. Shorten it to 500 characters.',
  cancel: 'Cancel',
  done: 'Done',
} as const;

/** The roles of administrators, and what each of them may do. */
export const roles = {
  viewer: 'Viewer',
  support: 'Support',
  administrator: 'Administrator',
  may: {
    viewer: 'Sees customers, licences, payments and figures. Can’t change anything or see licence keys.',
    support:
      'Also helps one customer at a time: sends e-mails again, signs out, blocks, cancels, changes seats and plans, replaces keys and views a customer’s pages.',
    administrator:
      'Can do everything, including refunds, free licences, showing keys, erasing customers, plans, instances and the roles of others.',
  },
} as const;
