import { randomBytes } from 'node:crypto'
import { compactDecrypt } from 'jose'
import { residents as everybody, type MockCoverage, type Resident } from '../../mocks/residents.ts'
import { createResolverApp } from '../../mocks/resolver/app.ts'
import { eligibleIn } from '../../mocks/resolver/eligible.ts'
import { CATALOGUE } from '../support/catalogue.ts'

const sealKey = randomBytes(32)
export const basic = (client: string, secret: string) =>
  `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`
export const US = basic('erabu', 'demo-resolver-secret')
export const HOLDER = basic('holder-a', 'demo-holder-secret')

/** The resolver mock, called without a port, as the api and the client `holder-a` call it. */
export function openResolver(residents: readonly Resident[] = everybody) {
  const app = createResolverApp({
    residents,
    sealKey,
    secret: 'demo-resolver-secret',
    holderSecret: 'demo-holder-secret',
    mayAsk: eligibleIn(CATALOGUE),
  })
  const post = async (path: string, body: unknown, authorization = '') =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(body),
    })
  const id5 = async (coverage: object) => {
    const { id5 } = (await (await post('/id5', { coverage }, US)).json()) as { id5?: string }
    return id5 ?? null
  }
  const seal = async (coverages: unknown[], database = 'demo-registry') => {
    const answer = await post(`/sealed-subjects?database=${database}`, { coverages }, HOLDER)
    return ((await answer.json()) as { subjects: { subject?: string; error?: string }[] }).subjects
  }
  return { app, post, id5, seal }
}

/** What a seal contains, as the api reads it. */
export async function unsealed(subject = '') {
  const { plaintext } = await compactDecrypt(subject, sealKey)
  return JSON.parse(new TextDecoder().decode(plaintext)) as Record<string, unknown>
}

export const person = (shows: string) => {
  const found = everybody.find(({ shows: { en } }) => en === shows)
  if (!found) throw new Error(`nobody shows ${shows}`)
  return found
}

export const coverageOf = (shows: string): MockCoverage => {
  const [newest] = person(shows).coverages
  if (!newest) throw new Error(`who shows ${shows} has no coverage`)
  return newest
}
