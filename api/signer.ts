import { importJWK, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose'
import type { Keys } from './key-files.ts'

/** Signs everything that leaves the service with a signature: ES256, `kid` in `/jwks.json`. */
export function createSigner({ kid, privateKey, publicJwk }: Keys['signing']) {
  return {
    /** @param typ media type of the token without `application/`, e.g. `secevent+jwt`. @returns compact JWS. */
    sign: (typ: string, payload: object): Promise<string> =>
      new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: 'ES256', typ, kid }).sign(privateKey),
    publicKeys: (): JSONWebKeySet => ({ keys: [publicJwk] }),
    /** The key that verifies what `sign` made. */
    verificationKey: async (): Promise<CryptoKey> => (await importJWK(publicJwk, 'ES256')) as CryptoKey,
  }
}

export type Signer = ReturnType<typeof createSigner>
