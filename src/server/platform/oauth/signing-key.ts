/** The key behind `/oauth/jwks`, made at first use and the same in every process. */
import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import type { KeyVault } from '../crypto/key-vault.ts';
import type { SigningKey, SigningKeyRepository } from './signing-key.repository.ts';

const purpose = 'oauth-jwks';
const vaultPurpose = 'signing-key';

/** RFC 7638: the thumbprint names the key. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

function makeKey(vault: KeyVault): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = thumbprint(privateKey.export({ format: 'jwk' }));
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { id, purpose, ...vault.encrypt(vaultPurpose, der, purpose) };
}

/** The provider's private key as a JWK. Throws `VaultError` when the APP_KEY that encrypted it is gone. */
export async function signingKeyOf(deps: {
  signingKeys: SigningKeyRepository;
  keyVault: KeyVault;
}): Promise<JsonWebKey> {
  let stored = await deps.signingKeys.find(purpose);
  if (!stored) {
    const made = makeKey(deps.keyVault);
    // Another process was faster: its key counts.
    stored = (await deps.signingKeys.add(made)) ? made : await deps.signingKeys.find(purpose);
  }
  if (!stored) throw new Error('the signing key vanished while it was read');
  const der = deps.keyVault.decrypt(vaultPurpose, stored, purpose);
  const jwk = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  return { ...jwk, kid: stored.id, use: 'sig', alg: 'ES256' };
}
