import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#server/config/config.ts';
import { issuerOf } from '#server/features/identity/social/oauth-client.ts';
import { providerKinds } from '#server/features/identity/social/provider-kinds.ts';
import { completeSettings } from '#tests/support/config/complete-settings.ts';

const github = {
  GITHUB_CLIENT_ID: 'the id',
  GITHUB_CLIENT_SECRET: 'the secret',
  GITHUB_REDIRECT_URI: 'https://customers.example.test/auth/github/callback',
};
const monica = {
  MONICA_CLIENT_ID: '3',
  MONICA_CLIENT_SECRET: 'the secret',
  MONICA_REDIRECT_URI: 'https://customers.example.test/auth/monica/callback',
  MONICA_HOST: 'https://monica.example.test/',
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig({ ...completeSettings, ...environment });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('The settings of login providers', () => {
  it("enable no provider by default and ignore settings of a provider that isn't listed", () => {
    expect(readConfig(completeSettings).loginProviders).toEqual([]);
    expect(readConfig({ ...completeSettings, GITHUB_CLIENT_ID: 'the id' }).loginProviders).toEqual([]);
  });

  it('configure the listed providers in order and without duplicates', () => {
    const config = readConfig({
      ...completeSettings,
      ...github,
      ...monica,
      LOGIN_PROVIDERS: 'monica, GitHub,monica',
    });
    expect(config.loginProviders).toEqual([
      {
        id: 'monica',
        clientId: '3',
        clientSecret: 'the secret',
        redirectUri: monica.MONICA_REDIRECT_URI,
        issuer: 'https://monica.example.test',
        authorizeUrl: 'https://monica.example.test/oauth/authorize',
        tokenUrl: 'https://monica.example.test/oauth/token',
        userUrl: 'https://monica.example.test/api/me',
        emailsUrl: null,
      },
      expect.objectContaining({
        id: 'github',
        authorizeUrl: 'https://github.com/login/oauth/authorize',
        emailsUrl: 'https://api.github.com/user/emails',
      }),
    ]);
  });

  it('report all missing values at once', () => {
    expect(problemsOf({ LOGIN_PROVIDERS: 'github,monica', GITHUB_CLIENT_ID: 'the id' })).toEqual([
      'GITHUB_CLIENT_SECRET is missing (LOGIN_PROVIDERS names github)',
      'GITHUB_REDIRECT_URI is missing (LOGIN_PROVIDERS names github)',
      'MONICA_CLIENT_ID is missing (LOGIN_PROVIDERS names monica)',
      'MONICA_CLIENT_SECRET is missing (LOGIN_PROVIDERS names monica)',
      'MONICA_REDIRECT_URI is missing (LOGIN_PROVIDERS names monica)',
      'MONICA_HOST is missing (LOGIN_PROVIDERS names monica)',
    ]);
  });

  it('reject an unknown provider', () => {
    expect(problemsOf({ LOGIN_PROVIDERS: 'myspace' })).toEqual([expect.stringMatching(/^LOGIN_PROVIDERS/)]);
  });

  it('require the exact callback URL of the portal', () => {
    const GITHUB_REDIRECT_URI = 'https://customers.example.test/auth/github/callback/';
    expect(problemsOf({ ...github, GITHUB_REDIRECT_URI, LOGIN_PROVIDERS: 'github' })).toEqual([
      'GITHUB_REDIRECT_URI must be https://customers.example.test/auth/github/callback',
    ]);
  });

  it("require https in production and don't reveal secrets in the error", () => {
    const problems = problemsOf({
      ...monica,
      MONICA_HOST: 'http://monica.example.test',
      LOGIN_PROVIDERS: 'monica',
    });
    expect(problems).toEqual(['MONICA: its addresses must be https in production']);
    expect(problems.join()).not.toContain('the secret');
  });
});

describe('A profile from a provider', () => {
  const { github: ofGithub, google, microsoft, monica: ofMonica } = providerKinds;

  it('uses the primary address at GitHub only when it is verified', () => {
    const user = { id: 583_231, login: 'octocat', name: null };
    const emails = [
      { email: 'other@example.test', primary: false, verified: true },
      { email: 'Nora@Example.test', primary: true, verified: true },
    ];
    expect(ofGithub.readPerson(user, emails)).toEqual({
      subject: '583231',
      name: 'octocat',
      email: 'nora@example.test',
      emailVerified: true,
    });
    for (const unsure of [null, {}, [{ email: 'nora@example.test', primary: true, verified: false }]]) {
      expect(ofGithub.readPerson(user, unsure)).toMatchObject({ email: null, emailVerified: false });
    }
  });

  it("trusts Google's address only when marked as verified, and never Microsoft's", () => {
    const user = { sub: 'abc', name: 'Nora', email: 'nora@example.test', email_verified: true };
    expect(google.readPerson(user, null).emailVerified).toBe(true);
    for (const email_verified of [false, undefined, 'false', 1, null]) {
      expect(google.readPerson({ ...user, email_verified }, null).emailVerified).toBe(false);
    }
    expect(microsoft.readPerson(user, null)).toMatchObject({
      email: 'nora@example.test',
      emailVerified: false,
    });
  });

  it('is read from under `data` for Monica', () => {
    const data = { id: 7, first_name: 'Nora', last_name: 'Lindqvist', email: 'nora@example.test' };
    expect(ofMonica.readPerson({ data }, null)).toEqual({
      subject: '7',
      name: 'Nora Lindqvist',
      email: 'nora@example.test',
      emailVerified: false,
    });
    expect(() => ofMonica.readPerson({ id: 7 }, null)).toThrow();
  });

  it.each([{}, { sub: '' }, { sub: 5 }, { sub: 'a'.repeat(256) }, null, 'text'])(
    'is rejected without a valid subject: %j',
    (user) => {
      expect(() => google.readPerson(user, null)).toThrow();
    },
  );

  it('truncates a long name and drops an invalid address', () => {
    const user = { sub: 'abc', name: ` ${'N'.repeat(200)} `, email: 'no address', email_verified: true };
    expect(google.readPerson(user, null)).toEqual({
      subject: 'abc',
      name: 'N'.repeat(100),
      email: null,
      emailVerified: false,
    });
  });
});

describe('The issuer of an ID token', () => {
  const provider = { ...github, id: 'microsoft' } as unknown as Parameters<typeof issuerOf>[0];
  const template = 'https://login.microsoftonline.com/{tenantid}/v2.0';
  const tokenOf = (claims: object) =>
    Response.json({ id_token: `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x` });
  const tid = '9188040d-6c67-4c5b-b112-36a304b66dad';

  it('contains the tenant ID for Microsoft', async () => {
    expect(await issuerOf({ ...provider, issuer: template }, tokenOf({ tid }))).toBe(
      `https://login.microsoftonline.com/${tid}/v2.0`,
    );
  });

  it("rejects a tenant ID that isn't a UUID", async () => {
    const evil = tokenOf({ tid: '../evil' });
    await expect(issuerOf({ ...provider, issuer: template }, evil)).rejects.toThrow();
  });

  it('is the configured one for other providers', async () => {
    const issuer = 'https://accounts.google.com';
    expect(await issuerOf({ ...provider, issuer }, tokenOf({ tid }))).toBe(issuer);
  });
});
