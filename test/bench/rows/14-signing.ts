import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changePayload } from '../../../api/domain/feed.ts'
import { loadKeys } from '../../../api/keys/key-files.ts'
import { createSigner } from '../../../api/keys/signer.ts'
import { alternate, compareRates, measureHere, type Row } from '../harness.ts'
import { withSetting } from '../setting.ts'

const EVENTS = 2000

/** Signing of SETs at publication, next to the bare signature over the same bytes with the same key. */
export const signing: Row = {
  number: 14,
  run: ({ rounds }) =>
    withSetting({ size: 1, tickMs: 1000 }, async ({ env }) => {
      const signer = createSigner((await loadKeys(env.ERABU_KEYS)).signing)
      const file = JSON.parse(readFileSync(join(env.ERABU_KEYS, 'signing.json'), 'utf8'))
      const key = createPrivateKey({ key: file.keys[0], format: 'jwk' })
      const payloads = Array.from({ length: EVENTS }, (_, seq) => payloadOf(seq))
      const signed = await Promise.all(payloads.map((payload) => signer.sign('secevent+jwt', payload)))
      const inputs = signed.map((jws) => Buffer.from(jws.slice(0, jws.lastIndexOf('.'))))

      const samples = await alternate(
        rounds,
        () =>
          measureHere(async () => {
            await Promise.all(payloads.map((payload) => signer.sign('secevent+jwt', payload)))
            return EVENTS
          }),
        () =>
          measureHere(() => {
            for (const input of inputs) sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })
            return EVENTS
          }),
      )
      return [
        compareRates(
          { row: 14, what: 'SETs signed at publication', unit: 'SETs', goal: { atLeast: 0.7 } },
          samples,
        ),
      ]
    }),
}

const random = () => randomBytes(32).toString('base64url')

const payloadOf = (seq: number) =>
  changePayload(
    {
      issuer: 'http://localhost:3000',
      database: 'bench-1',
      jti: random(),
      txn: random(),
      tick: 1_800_000_000,
    },
    {
      seq,
      token: random(),
      kind: 'revoke',
      replaces: null,
      purpose: 'research',
      status_list: { uri: 'http://localhost:3000/statuslists/bench-1/research/1', idx: seq },
    },
  )
