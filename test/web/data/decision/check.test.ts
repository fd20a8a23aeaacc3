import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { DecisionOptions, Scope } from '../../../../api/contract/patient.ts'
import { decisionChallenge } from '../../../../api/domain/decision.ts'
import { checkOptions, intentOf } from '../../../../web/data/decision/check.ts'
import type { IntentDraft } from '../../../../web/data/decision/outbox-record.ts'

const draft: IntentDraft = {
  choice: 'stop',
  scope: { database: 'jisedai-demo', purpose: 'research' },
  words: '研究のための利用を止めます。𠮷',
  locale: 'ja',
}

/** The answer of an honest server. */
async function honest(change: Partial<DecisionOptions['decision']> = {}): Promise<DecisionOptions> {
  const decision = { ...(await intentOf(draft)), id: randomUUID(), ...change }
  const nonce = randomBytes(32).toString('base64url')
  const challenge = decisionChallenge(nonce, decision)
  return { decision, effects: [], nonce, options: { challenge } }
}

const check = async (answer: DecisionOptions) => checkOptions(await intentOf(draft), answer)

test('only the SHA-256 of the words in UTF-8 is sent', async () => {
  const intent = await intentOf(draft)
  expect(intent).toEqual({
    choice: 'stop',
    scope: draft.scope,
    locale: 'ja',
    text: createHash('sha256').update(draft.words, 'utf8').digest('base64url'),
  })
})

test('readings do not change what is signed', async () => {
  const read = { ...draft, words: '研究《けんきゅう》のための利用《りよう》を止《と》めます。𠮷' }
  expect(await intentOf(read)).toEqual(await intentOf(draft))
})

describe('options for the passkey', () => {
  test('pass when they commit to the decision, for a hundred nonces', async () => {
    for (let i = 0; i < 100; i++) await check(await honest())
  })

  test('pass when the server orders the members of the scope differently', async () => {
    await check(await honest({ scope: { purpose: 'research', database: 'jisedai-demo' } }))
  })

  test.each<[string, Partial<DecisionOptions['decision']>]>([
    ['choice', { choice: 'allow' }],
    ['scope', { scope: { all: true } satisfies Scope }],
    ['purpose', { scope: { database: 'jisedai-demo', purpose: 'industry' } }],
    ['text', { text: 'A'.repeat(43) }],
    ['locale', { locale: 'en' }],
  ])('are refused when the server changed the %s', async (_member, change) => {
    await expect(honest(change).then(check)).rejects.toMatchObject({ code: 'decision-mismatch' })
  })

  test('are refused when the decision has an extra member', async () => {
    const answer = await honest({ note: 'x' } as object)
    await expect(check(answer)).rejects.toMatchObject({ code: 'decision-mismatch' })
  })

  test('say for whom they are, and for nobody else', async () => {
    const forChild = await honest({ for: 'child' })
    await checkOptions(await intentOf({ ...draft, for: 'child' }), forChild, 'child')
    const mismatch = { code: 'decision-mismatch' }
    await expect(check(forChild)).rejects.toMatchObject(mismatch)
    await expect(checkOptions(await intentOf(draft), forChild, 'ward')).rejects.toMatchObject(mismatch)
    await expect(checkOptions(await intentOf(draft), await honest(), 'child')).rejects.toMatchObject(mismatch)
  })

  test('are refused when the challenge is for another decision', async () => {
    const answer = await honest()
    const other = { ...answer.decision, choice: 'allow' as const }
    answer.options.challenge = decisionChallenge(answer.nonce, other)
    await expect(check(answer)).rejects.toMatchObject({ code: 'decision-mismatch' })
  })

  test('are refused when the nonce is different', async () => {
    const answer = { ...(await honest()), nonce: randomBytes(32).toString('base64url') }
    await expect(check(answer)).rejects.toMatchObject({ code: 'decision-mismatch' })
  })
})
