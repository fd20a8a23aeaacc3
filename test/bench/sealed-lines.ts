import { randomBytes } from 'node:crypto'
import { CompactEncrypt } from 'jose'

/** Lines for `POST /linkages` as a holder sends them, each with another person sealed to us for that database. */
export async function sealedLines(key: Buffer, database: string, count: number): Promise<string> {
  const iat = Math.floor(Date.now() / 1000)
  const lines: string[] = []
  for (let n = 0; n < count; n++) {
    const content = JSON.stringify({ id5: randomBytes(32).toString('base64url'), aud: database, iat })
    const subject = await new CompactEncrypt(new TextEncoder().encode(content))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(key)
    lines.push(`{"subject":"${subject}"}`)
  }
  return `${lines.join('\n')}\n`
}
