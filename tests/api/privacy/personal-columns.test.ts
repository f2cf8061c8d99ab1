/**
 * Tests that every column about a person is either in their data download or listed here with the reason why it isn't.
 */
import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { PersonalData } from '#shared/privacy/personal-data.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();

/** Where a column is found in the data download: its path from the root, in which `[]` marks a list. */
const at = (path: string) => ({ path });
/** Why a column isn't in the data download. */
const leftOut = (why: string) => ({ why });

const ours = leftOut('a number of ours, which says nothing about the person');
const whose = leftOut('it is how the person is found');
const secret = leftOut('it opens something: what is a secret is named in `left_out`');
const work = leftOut('it tells how far our own work has come');
const sentMail = leftOut(
  'the person has the e-mail; rows go after 90 days, and the facts in it are told elsewhere',
);
const inTimeline = at('timelines[].entries[].changes');

const places: Record<string, Record<string, { path: string } | { why: string }>> = {
  search_words: {
    user_id: whose,
    word: leftOut('the words of the name, address and company, by which administrators find the account'),
  },
  users: {
    id: at('account.id'),
    name: at('account.name'),
    email: at('account.email'),
    email_verified: at('account.email_verified'),
    image: leftOut('nothing writes it: better-auth asks for the column'),
    locale: at('account.locale'),
    instance_administrator: at('account.is_administrator'),
    administrator_role: at('account.administrator_role'),
    blocked_at: at('account.blocked_at'),
    terms_accepted_at: at('account.terms_accepted_at'),
    company_name: at('profile.company_name'),
    number_of_employees: at('profile.number_of_employees'),
    address_line_1: at('profile.address_line_1'),
    address_line_2: at('profile.address_line_2'),
    city: at('profile.city'),
    postal_code: at('profile.postal_code'),
    state: at('profile.state'),
    country: at('profile.country'),
    created_at: at('account.created_at'),
    updated_at: at('account.changed_at'),
    two_factor_enabled: at('ways_in.second_step'),
    email_refused_at: at('account.email_refused_at'),
  },
  accounts: {
    id: ours,
    user_id: whose,
    provider_id: at('ways_in.providers[].provider'),
    account_id: at('ways_in.providers[].subject'),
    password: at('ways_in.password'),
    access_token: secret,
    refresh_token: secret,
    id_token: secret,
    access_token_expires_at: secret,
    refresh_token_expires_at: secret,
    scope: leftOut('it is what the portal asks every person’s provider for'),
    created_at: at('ways_in.providers[].linked_at'),
    updated_at: work,
  },
  administrator_notes: {
    id: ours,
    user_id: whose,
    author_id: leftOut('it is about the administrator who wrote the note'),
    note: at('notes[].note'),
    written_at: at('notes[].written_at'),
  },
  api_tokens: {
    id: ours,
    user_id: whose,
    slot: ours,
    name: at('api_tokens[].name'),
    token_hash: secret,
    permissions: at('api_tokens[].permissions'),
    expires_at: at('api_tokens[].expires_at'),
    last_used_at: at('api_tokens[].last_used_at'),
    created_at: at('api_tokens[].created_at'),
  },
  customer_facts: {
    user_id: whose,
    licence_id: ours,
    product: leftOut('a copy of what the licence and the plan say'),
    plan_id: leftOut('a copy of what the licence says'),
    state: leftOut('a copy of what the licence says'),
    country: leftOut('a copy of what the account says'),
    customer_since: leftOut('a copy of what the account says'),
  },
  email_changes: {
    id: ours,
    user_id: whose,
    old_email: at('email_changes[].old_email'),
    new_email: at('email_changes[].new_email'),
    requested_at: at('email_changes[].requested_at'),
    expires_at: leftOut('a fixed time after `requested_at`'),
    confirmed_at: at('email_changes[].confirmed_at'),
    stopped_at: at('email_changes[].stopped_at'),
  },
  email_corrections: {
    id: ours,
    user_id: whose,
    old_email: at('email_corrections[].old_email'),
    new_email: at('email_corrections[].new_email'),
    was_verified: leftOut('it says what a stopped correction restores'),
    corrected_at: at('email_corrections[].corrected_at'),
    expires_at: leftOut('a fixed time after the e-mail about the correction'),
    stopped_at: at('email_corrections[].stopped_at'),
  },
  mail_choices: {
    user_id: whose,
    kind: at('mail_choices[].kind'),
    is_on: at('mail_choices[].is_on'),
    token: secret,
    changed_at: at('mail_choices[].changed_at'),
  },
  event_streams: {
    stream: at('timelines[].stream'),
    version: work,
    refold_at: work,
    figured_version: work,
    is_unfigured: work,
    folded_rules: work,
    folded_version: work,
    user_id: whose,
    owned_by: whose,
    paddle_user_id: at('subscriptions[].paddle_user_id'),
    buyer_email: at('subscriptions[].contact_email'),
  },
  legacy_password_resets: {
    user_id: whose,
    token_hash: secret,
    requested_at: leftOut('the person has the e-mail; rows go after a day'),
    opened_at: leftOut('the person has the e-mail; rows go after a day'),
  },
  licences: {
    id: at('licences[].id'),
    stream: at('timelines[].stream'),
    user_id: whose,
    plan_id: at('licences[].plan'),
    status: at('licences[].status'),
    subscription_state: inTimeline,
    quantity: at('licences[].quantity'),
    started_on: at('licences[].started_on'),
    period_start: inTimeline,
    valid_until_at: at('licences[].valid_until'),
    paused_from: at('licences[].pauses_on'),
    ends_on: at('licences[].works_through'),
    last_paid_minor: at('licences[].last_paid'),
    last_paid_currency: at('licences[].last_paid'),
    created_at: work,
    updated_at: work,
  },
  paddle_customers: {
    paddle_user_id: at('subscriptions[].paddle_user_id'),
    email: at('subscriptions[].contact_email'),
    email_since: work,
    erased_at: leftOut('it is set when the person is gone'),
    erased_because: leftOut('it is set when the person is gone'),
  },
  outbox: {
    id: ours,
    idempotency_key: sentMail,
    template: sentMail,
    ids: sentMail,
    state: sentMail,
    priority: work,
    attempts: work,
    next_attempt_at: work,
    last_error: work,
    created_at: sentMail,
    settled_at: sentMail,
    user_id: whose,
    stream: sentMail,
  },
  passkeys: {
    id: ours,
    user_id: whose,
    name: at('ways_in.passkeys[].name'),
    credential_id: secret,
    public_key: secret,
    counter: work,
    device_type: at('ways_in.passkeys[].device_type'),
    backed_up: work,
    transports: work,
    aaguid: leftOut('the number of a model of key; `name` is made of it'),
    created_at: at('ways_in.passkeys[].created_at'),
    last_used_at: at('ways_in.passkeys[].last_used_at'),
    verifies_user: work,
  },
  receipts: {
    id: at('receipts[].id'),
    order_id: at('receipts[].order_id'),
    user_id: whose,
    plan_id: at('receipts[].plan'),
    checkout_id: leftOut('a number of Paddle’s for a page that is closed'),
    amount_minor: at('receipts[].amount'),
    tax_minor: at('receipts[].tax'),
    currency: at('receipts[].amount'),
    quantity: at('receipts[].quantity'),
    receipt_url: at('receipts[].receipt_url'),
    paid_at: at('receipts[].paid_at'),
    created_at: work,
    updated_at: work,
    reference: ours,
    stream: at('timelines[].stream'),
    refund_kind: at('receipts[].refund'),
    refunded_minor: at('receipts[].refund'),
    refunded_at: inTimeline,
    part_kind: at('receipts[].part_payment'),
    part_seats: at('receipts[].part_payment'),
    part_days: at('receipts[].part_payment'),
    part_from_plan_id: at('receipts[].part_payment'),
    billing_details_id: at('receipts[].company'),
  },
  billing_details: {
    id: ours,
    user_id: whose,
    company_name: at('billing_details[].company_name'),
    vat_number: at('billing_details[].vat_number'),
    given_at: at('billing_details[].given_at'),
    is_used: work,
  },
  security_events: {
    id: ours,
    user_id: whose,
    kind: at('security_log[].kind'),
    detail: at('security_log[].detail'),
    ip_address: at('security_log[].ip_address'),
    user_agent: at('security_log[].user_agent'),
    occurred_at: at('security_log[].occurred_at'),
  },
  sessions: {
    id: ours,
    user_id: whose,
    token: secret,
    expires_at: at('sessions[].expires_at'),
    ip_address: at('sessions[].ip_address'),
    user_agent: at('sessions[].user_agent'),
    created_at: at('sessions[].created_at'),
    updated_at: at('sessions[].last_used_at'),
    reauthenticated_at: leftOut('it counts for 15 minutes; the log has when'),
  },
  subscriptions: {
    id: ours,
    stream: at('timelines[].stream'),
    paddle_subscription_id: at('subscriptions[].paddle_subscription_id'),
    paddle_user_id: at('subscriptions[].paddle_user_id'),
    paddle_plan_id: at('licences[].plan'),
    user_id: whose,
    contact_email: at('subscriptions[].contact_email'),
    status: at('subscriptions[].status'),
    quantity: at('subscriptions[].quantity'),
    trial_ends_on: at('subscriptions[].trial_ends_on'),
    next_bill_on: at('subscriptions[].next_bill_on'),
    next_charge_minor: at('subscriptions[].next_charge'),
    period_price_minor: at('subscriptions[].period_price'),
    first_charge_on: at('subscriptions[].first_charge'),
    first_charge_minor: at('subscriptions[].first_charge'),
    charge_currency: at('subscriptions[].next_charge'),
    paused_from: at('subscriptions[].paused_from'),
    ends_on: at('subscriptions[].ends_on'),
    update_url: secret,
    cancel_url: secret,
    created_at: work,
    updated_at: work,
    started_on: at('subscriptions[].started_on'),
    paused_reason: at('subscriptions[].paused_reason'),
    failed_attempts: inTimeline,
    next_retry_on: at('subscriptions[].next_retry_on'),
  },
  refund_requests: {
    id: ours,
    request_id: ours,
    order_id: at('receipts[].order_id'),
    user_id: whose,
    administrator_id: leftOut('it is about the administrator who asked for the refund'),
    amount_minor: leftOut('what Paddle refunds of it is on the receipt'),
    currency: at('receipts[].amount'),
    refunded_before_minor: work,
    paddle_request_id: leftOut('Paddle’s number of our request, which says nothing about the person'),
    state: work,
    refusal: work,
    open_order: work,
    asked_at: work,
    called_at: work,
    settled_at: work,
  },
  subscription_changes: {
    id: ours,
    public_id: ours,
    request_id: ours,
    user_id: whose,
    administrator_id: leftOut('it is about the administrator who asked for the change'),
    licence_id: at('subscription_changes[].licence_id'),
    stream: at('timelines[].stream'),
    kind: at('subscription_changes[].kind'),
    wanted: at('subscription_changes[].quantity'),
    preview: at('subscription_changes[].shown'),
    reason: at('subscription_changes[].reason'),
    state: at('subscription_changes[].state'),
    refusal: at('subscription_changes[].refusal'),
    open_stream: work,
    asked_at: at('subscription_changes[].asked_at'),
    called_at: work,
    settled_at: at('subscription_changes[].settled_at'),
    expires_at: at('subscription_changes[].expires_at'),
  },
  two_factors: {
    id: ours,
    user_id: whose,
    secret,
    backup_codes: secret,
    verified: at('ways_in.authenticator'),
    failed_verification_count: work,
    locked_until: work,
    last_used_step: work,
  },
};

/** A table is about people if it has a column for an account, an e-mail address or a browser. */
const isAboutPeople = (table: string, columns: readonly string[]): boolean =>
  table === 'users' ||
  columns.some(
    (name) => name === 'user_id' || /(?:^|_)(?:e?mail|ip_address|user_agent|phone|address)$/.test(name),
  );

async function storedColumns(): Promise<Map<string, string[]>> {
  const rows = await database.db.query<{ table: string; column: string }>(
    `SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS \`column\`
     FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()`,
    { type: QueryTypes.SELECT },
  );
  const byTable = new Map<string, string[]>();
  for (const { table, column } of rows) byTable.set(table, [...(byTable.get(table) ?? []), column]);
  return byTable;
}

type JsonSchema = { properties?: Record<string, JsonSchema>; items?: JsonSchema; anyOf?: JsonSchema[] };

/** Returns the part of the download's schema at a path; null if the schema has no such path. */
function schemaAt(path: string): JsonSchema | null {
  const whole = z.toJSONSchema(PersonalData, { unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
  return path.split('.').reduce<JsonSchema | null>((schema, part) => {
    const found = schema?.properties?.[part.replace('[]', '')] ?? null;
    return part.endsWith('[]') ? (found?.items ?? null) : found;
  }, whole);
}

it('Every column about people is in the data download or has a reason for its absence', async () => {
  const stored = [...(await storedColumns())].filter(([table, columns]) => isAboutPeople(table, columns));
  expect(stored.length).toBeGreaterThan(10);
  const named = (columns: [string, string[]][]) =>
    columns.flatMap(([table, names]) => names.map((name) => `${table}.${name}`)).sort();
  expect(
    named(Object.entries(places).map(([table, columns]) => [table, Object.keys(columns)])),
    'a new column goes into shared/privacy/personal-data.ts, or says here why it is not told',
  ).toEqual(named(stored));
});

it('Every listed path exists in the data download', () => {
  const missing = Object.entries(places).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, place]) =>
      'path' in place && schemaAt(place.path) === null ? [`${table}.${column}: ${place.path}`] : [],
    ),
  );
  expect(missing).toEqual([]);
});
