import { type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose'
import type { Keys } from './key-files.ts'

/** Signs everything that leaves the service with a signature: ES256, `kid` in `/jwks.json`. */
export function createSigner({ kid, privateKey, publicJwks }: Keys['signing']) {
  return {
    /** @param typ media type of the token without `application/`, e.g. `secevent+jwt`. @returns compact JWS. */
    sign: (typ: string, payload: object): Promise<string> =>
      new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: 'ES256', typ, kid }).sign(privateKey),
    /** Every key under which something valid may still be about, the newest first. */
    publicKeys: (): JSONWebKeySet => ({ keys: publicJwks }),
  }
}

export type Signer = ReturnType<typeof createSigner>
