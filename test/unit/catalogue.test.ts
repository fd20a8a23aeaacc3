import { expect, it } from 'vitest'
import { Database } from '../../api/contract/catalogue.ts'
import { CATALOGUE } from '../support/catalogue.ts'

it('gives a database 24 hours by default to apply a revocation', () => {
  const { due_hours: _, ...silent } = CATALOGUE[0] ?? {}
  expect(Database.parse(silent).due_hours).toBe(24)
  expect(Database.parse({ ...silent, due_hours: 2 }).due_hours).toBe(2)
})
