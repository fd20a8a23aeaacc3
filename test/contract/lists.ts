import { getListFromStatusListJWT } from '@sd-jwt/jwt-status-list'
import { createRemoteJWKSet, jwtVerify } from 'jose'

/**
 * Reads a list, verifies it, and looks up one entry with an independent library. 1: do not use.
 * @param holder who has an access token for the database.
 */
export async function statusOf(
  { uri, idx }: { uri: string; idx: number },
  holder: { token: string },
): Promise<number> {
  const token = await (await fetch(uri, { headers: { authorization: `Bearer ${holder.token}` } })).text()
  await jwtVerify(token, createRemoteJWKSet(new URL('/jwks.json', uri)), {
    algorithms: ['ES256'],
    typ: 'statuslist+jwt',
    subject: uri,
    requiredClaims: ['exp', 'iat'],
  })
  return getListFromStatusListJWT(token).getStatus(idx)
}
