/**
 * Tests docs/api.md: its tables must match the code, its sample key must decrypt, and its commands must work with a
 * real curl.
 */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createLicenceCipher } from '#server/platform/crypto/licence-cipher.ts';
import { PingAnswer } from '#shared/instances/instances.ts';
import { LicenceEnd } from '#shared/licences/licences.ts';
import { problems } from '#shared/problems.ts';
import { ApiLicence, ApiLicences, ApiReceipt, ApiReceipts, ApiUser } from '#shared/rest-api.ts';
import { apiDocument, chapter, codeIn, codesIn, tablesIn } from '#tests/support/api-document.ts';
import { createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { makePlan } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';

const run = promisify(execFile);
const database = useDatabase();
/** The curl commands of the document, each with the response printed below it. */
const examples = [
  ...chapter("## A customer's own data").matchAll(/```sh\n(.*?)```\s+```json\n(.*?)```/gs),
].map(([, command = '', answer = '']) => ({ command, answer: JSON.parse(answer) as unknown }));

/** Returns the paths of all fields, including nested ones. For a list, the fields of its first element are returned. */
function namesIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return namesIn(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, each]) => namesIn(each, `${path}.${name}`));
}

describe.skipIf(spawnSync('curl', ['--version']).status !== 0)(
  'The curl commands in docs/api.md (skipped without curl)',
  () => {
    const world = useSignedIn(database, () => ({ at: '2026-02-01T10:00:00Z' }));

    test('return the fields shown in the document', async () => {
      const plan = await makePlan(world.deps, 'Monica', 'Monthly');
      await world.deps.plans.save({ ...plan, paddlePlanId: 24_749 });
      const passthrough = passthroughOf(world.userId);
      await world.portal.alert(createdAlert({ passthrough }));
      await world.portal.alert(paymentAlert({ passthrough }));
      const { token } = await world.trpc.accounts.tokens.create.mutate({
        ...{ name: 'Everything', permissions: ['account:read', 'licences:read', 'receipts:read'] },
        expiresInDays: 1,
      });
      const schemas: z.ZodType[] = [ApiUser, ApiLicences, ApiReceipts];
      expect(examples).toHaveLength(schemas.length);
      for (const [index, { command, answer }] of examples.entries()) {
        const script = command.replaceAll('https://customers.example', world.portal.url);
        const { stdout } = await run('sh', ['-c', script], { env: { ...process.env, TOKEN: token } });
        const given: unknown = JSON.parse(stdout);
        expect(namesIn(given)).toEqual(namesIn(answer));
        expect(schemas[index]?.parse(given)).toEqual(given);
      }
    });
  },
);

interface Shape {
  enum?: string[];
  type?: string | string[];
  anyOf?: Shape[];
  properties?: Record<string, Shape>;
}

/** Parses the field table of the document into each field's name, type, nullability and possible values. */
const fieldTable = (text: string) =>
  tablesIn(text)
    .find(([head]) => head?.[0] === 'field' && head.includes('null'))
    ?.slice(1)
    .map(([name = '', type = '', whenNull = '', meaning = '']) => ({
      name: codesIn(name)[0] ?? '',
      type,
      isNullable: whenNull !== 'never',
      values: codesIn(meaning),
    }));

/** Describes a field of the schema in the form that the document's table uses. */
function described(name: string, field: Shape) {
  const shapes = field.anyOf ?? [field];
  const kinds = shapes.flatMap(({ type = 'string' }) => type);
  const values = shapes.flatMap((shape) => shape.enum ?? []).filter((value) => value !== null);
  const kind = kinds.find((each) => each !== 'null') ?? '';
  return { name, isNullable: kinds.includes('null'), kind, values };
}

const types: Record<string, RegExp> = {
  string: /^(text|day|day, UTC|instant|address)$/,
  integer: /^integer/,
  object: /^(object|money)$/,
};

describe('The field tables in docs/api.md', () => {
  test.each<[string, z.ZodObject]>([
    ['## A ping', PingAnswer],
    ['### Your account', ApiUser],
    ['### Your licences', ApiLicence],
    ['### Your receipts', ApiReceipt],
  ])('list every field with its type, nullability and values under %s', (heading, schema) => {
    const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Shape;
    const fields = Object.entries(json.properties ?? {}).map(([name, field]) => described(name, field));
    const rows = fieldTable(chapter(heading)) ?? [];
    expect(rows.map(({ name, isNullable }) => ({ name, isNullable }))).toEqual(
      fields.map(({ name, isNullable }) => ({ name, isNullable })),
    );
    for (const [index, { name, kind, values }] of fields.entries()) {
      const row = rows[index];
      expect({ name, type: row?.type }).toEqual({ name, type: expect.stringMatching(types[kind] ?? /^$/) });
      expect(row?.values).toEqual(expect.arrayContaining(values));
    }
  });

  test('name every reason of an ended licence', () => {
    const row = tablesIn(chapter('### Responses'))[0]?.find(([, name]) => name === '`licence-ended`');
    expect(codesIn(row?.[2]).filter((word) => word !== 'reason')).toEqual(LicenceEnd.options);
  });

  test('name every problem with its status and title, and no others', () => {
    const [, ...rows] = tablesIn(chapter('## All problems'))[0] ?? [];
    expect(rows.map(([name, status, title]) => [codesIn(name)[0], Number(status), title])).toEqual(
      Object.entries(problems).map(([name, { status, title }]) => [name, status, title]),
    );
    for (const heading of ['### Responses', '### Refusals']) {
      for (const [status, type] of tablesIn(chapter(heading))[0]?.slice(1) ?? []) {
        const name = codesIn(type)[0] ?? '';
        expect({ name, status: Number.parseInt(status ?? '', 10) }).toEqual({
          name,
          status: (problems as Record<string, { status: number }>)[name]?.status,
        });
      }
    }
  });
});

describe('The sample key in docs/api.md', () => {
  test('opens with the document’s private key and has the documented content', () => {
    const vector = codeIn(chapter('## Keys'), 'json').map((code) => JSON.parse(code))[0];
    const privateKey = Buffer.from(vector.private_key.replace('base64:', ''), 'base64');
    expect(createLicenceCipher([privateKey]).open(vector.licence_key)).toEqual(vector.content);
    const [, ...rows] = tablesIn(chapter('## Keys'))[0] ?? [];
    expect(rows.map(([name]) => codesIn(name)[0])).toEqual(Object.keys(vector.content));
  });
});

test('No problem type in docs/api.md has the old urn: form', () => {
  expect(apiDocument).not.toContain('urn:');
});
