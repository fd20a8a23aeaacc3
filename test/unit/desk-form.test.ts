import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { FormId, FormVersion, type SignedEntry } from '../../api/contract/desk/entries.ts'
import {
  type DeskAssertion,
  deskChannel,
  entryChallenge,
  sealedHash,
} from '../../api/domain/desk/evidence.ts'
import { formCode, formId, isPrinted, localeOf, versionOf } from '../../api/domain/desk/form.ts'
import { receiptPayload } from '../../api/domain/receipt.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
const ENTRY: SignedEntry = {
  decision: {
    id: '6f9619ff-8b86-4d01-b42d-00c04fc964ff',
    choice: 'stop',
    scope: { all: true },
    text: 'x'.repeat(43),
    locale: 'ja',
  },
  desk: 'hall',
  form: 'F-0000-0000-0000',
  version: 'ja-1',
  identity: 'card',
  sealed: 'y'.repeat(43),
}

describe('a form', () => {
  test('has an id of its own, without letters that are misread', () => {
    const id = formId(
      Uint8Array.from({ length: 11 }, (_, at) => at * 21),
      'ja-1',
    )
    expect(FormId.parse(id)).toBe(id)
    expect(id).toMatch(/^F-0NAZ-M9YK-8XJ.$/)
    expect(FormId.safeParse('F-IL0U-0000-0000').success).toBe(false)
  })

  test('has no other id that differs in one letter, in two neighbours or in the version', () => {
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    for (const seed of [3, 11, 77]) {
      const id = formId(
        Uint8Array.from({ length: 11 }, (_, at) => at * seed + seed),
        'ja-1',
      )
      expect(isPrinted(id, 'ja-1')).toBe(true)
      for (const version of ['en-1', 'ja-easy-1']) expect(isPrinted(id, version)).toBe(false)
      for (let at = 2; at < id.length; at++) {
        const [one = '', next = ''] = id.slice(at)
        if (one === '-') continue
        const others = [...letters].filter((letter) => letter !== one)
        const swapped = id.slice(0, at) + next + one + id.slice(at + 2)
        const wrong = others.map((letter) => id.slice(0, at) + letter + id.slice(at + 1))
        // The algorithm does not see 0 and Z change places.
        if (
          next !== '' &&
          next !== '-' &&
          next !== one &&
          `${one}${next}` !== '0Z' &&
          `${one}${next}` !== 'Z0'
        )
          wrong.push(swapped)
        expect(wrong.filter((form) => isPrinted(form, 'ja-1'))).toEqual([])
      }
    }
  })

  test('says by its version in which language its words are', () => {
    for (const locale of ['ja', 'ja-easy', 'en'] as const) {
      expect(FormVersion.parse(versionOf(locale))).toBe(`${locale}-1`)
      expect(localeOf(versionOf(locale))).toBe(locale)
    }
    for (const unknown of ['ja-2', 'ja-0', 'fr-1', 'ja', 'constructor-1', 'ja-easy'])
      expect(localeOf(unknown)).toBeNull()
  })

  test('has a code with nothing but its id and version', () =>
    expect(formCode('F-0000-0000-0000', 'ja-1')).toBe('ERABU-FORM F-0000-0000-0000 ja-1'))
})

describe('what is signed', () => {
  test('is the whole entry and the act', () => {
    const nonce = Buffer.alloc(32, 7)
    const signed = (act: 'enter' | 'confirm') =>
      createHash('sha256')
        .update(nonce)
        .update(canonicalize({ act, entry: ENTRY }) ?? '')
        .digest('base64url')
    for (const act of ['enter', 'confirm'] as const)
      expect(entryChallenge(nonce.toString('base64url'), act, ENTRY)).toBe(signed(act))
    expect(sealedHash('sealed')).toBe(hash('sealed'))
  })

  test('is what a receipt commits to, twice: each assertion, and all of it', () => {
    const assertion = (act: DeskAssertion['act']): DeskAssertion => ({
      act,
      nonce: 'n',
      credential_id: act,
      public_key: 'k',
      client_data_json: 'c',
      authenticator_data: 'a',
      signature: 's',
    })
    const assertions: [DeskAssertion, DeskAssertion] = [assertion('enter'), assertion('confirm')]
    const evidence = { ...ENTRY, channel: deskChannel('hall'), assertions }
    const { decision } = ENTRY
    expect(
      receiptPayload({ issuer: 'https://e', iat: 7, number: 'R-1', decision, databases: ['a'], evidence }),
    ).toEqual({
      iss: 'https://e',
      iat: 7,
      jti: 'R-1',
      choice: 'stop',
      scope: { all: true },
      databases: ['a'],
      text: decision.text,
      channel: 'desk:hall',
      form: ENTRY.form,
      assertion: hash(canonicalize(evidence) ?? ''),
      assertions: assertions.map((one) => hash(canonicalize(one) ?? '')),
    })
  })
})
