/**
 * Checks that every APP_KEY that stored rows need is configured. If one were missing, every ping with an affected
 * licence key would report the key as unknown. An erasure would miss events, because it finds them by hashed e-mail
 * address.
 */
import { schemaIsCurrent } from '#db/schema-is-current.ts';
import { type Config, ConfigError } from './config/config.ts';
import type { Deps } from './deps.ts';
import { authSecrets } from './features/identity/better-auth/auth-secrets.ts';
import { isDatabaseUnreachable } from './platform/database/failure-kinds.ts';

const named = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/**
 * Throws `ConfigError` with the number of rows that need a missing key, or the database's error if it can't be reached.
 * Does nothing while the schema isn't set up. E-mails with an encrypted recipient aren't counted: without the key,
 * sending them fails with a warning and is retried until the key is configured or the retries end.
 */
export async function requireAppKeys(
  deps: Pick<Deps, 'events' | 'keyVault' | 'licenceKeys' | 'now' | 'twoFactors'>,
  { db, config }: { db: Parameters<typeof schemaIsCurrent>[0]; config: Pick<Config, 'appKeys'> },
): Promise<void> {
  if (!(await schemaIsCurrent(db))) return;
  const { currentVersion, previousVersions } = deps.keyVault;
  const versions = [currentVersion, ...previousVersions];
  const keys = await deps.licenceKeys.underOtherVersions(versions, deps.now());
  const twoStepSecrets = await deps.twoFactors.countUnderOtherVersions(
    authSecrets(config.appKeys).map(({ version }) => version),
  );
  const events = await deps.events.countUnderOtherVersions(versions);
  const rows = [
    ...named(keys.rows, 'licence key', 'licence keys'),
    ...named(twoStepSecrets, 'two-step secret', 'two-step secrets'),
    ...named(events, 'logged event', 'logged events'),
  ];
  if (rows.length === 0) return;
  const first =
    keys.licenceIds.length === 0
      ? ''
      : ` (licence ${keys.licenceIds.join(', ')}${keys.rows > keys.licenceIds.length ? ', …' : ''})`;
  const remedies = [
    ...(keys.rows > 0 ? ['give these licences new keys with licence:reissue'] : []),
    ...(twoStepSecrets > 0
      ? ['turn off two-step verification for these customers with user:reset-second-factor']
      : []),
    ...(events > 0 ? ['rehash these events (docs/operations.md, "Secrets")'] : []),
  ];
  throw new ConfigError([
    `APP_KEY_PREVIOUS lacks a key: ${rows.join(' and ')} in the database can only be read or searched with an APP_KEY that is not configured${first}. Add that earlier APP_KEY to APP_KEY_PREVIOUS. If it is lost for good, ${remedies.join(' and ')}`,
  ]);
}

/**
 * Runs `requireAppKeys` before the server starts. An unreachable or outdated database doesn't prevent the start: each
 * call of `areThere` then repeats the check until it has succeeded once. `areThere` returns false while the check
 * fails.
 */
export async function watchAppKeys(
  deps: Parameters<typeof requireAppKeys>[0] & Pick<Deps, 'log'>,
  portal: Parameters<typeof requireAppKeys>[1],
): Promise<{ areThere: () => Promise<boolean> }> {
  let isKnown = false;
  const look = async (): Promise<void> => {
    if (isKnown) return;
    await requireAppKeys(deps, portal);
    isKnown = await schemaIsCurrent(portal.db);
  };
  try {
    await look();
  } catch (error) {
    if (!isDatabaseUnreachable(error)) throw error;
    deps.log.warn(
      { err: error },
      'could not check yet whether every APP_KEY that stored rows need is configured',
    );
  }
  return {
    async areThere() {
      try {
        await look();
        return true;
      } catch (error) {
        if (!isDatabaseUnreachable(error))
          deps.log.error({ err: error }, 'an APP_KEY that stored rows need is missing');
        return false;
      }
    },
  };
}
