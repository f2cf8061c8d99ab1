/** The vendor of the Paddle twins in tests, and the settings of a portal that uses such a twin. */
import { generateKeyPairSync } from 'node:crypto';
import { portalSettingsFor } from '#twin/portal-settings.ts';

export const vendor = { id: 4_711, authCode: 'f00dcafe0123456789abcdef' };

export const newPrivateKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2_048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

/** Shared by all twins of a test file, because generating a key takes a second on a busy machine. */
export const privateKey = newPrivateKey();

/** Returns the settings of a portal that uses this twin. */
export const settingsFor = (twin: Parameters<typeof portalSettingsFor>[0]) => portalSettingsFor(twin, vendor);
