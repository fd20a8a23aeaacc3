import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import type { Scope } from '../../../api/contract/patient.ts'
import type { FormsMessages } from '../../text/ja/forms.ts'

/** What a form is about, in words. */
export function scopeWords(words: FormsMessages, databases: PublicDatabase[], scope: Scope): string {
  const nameOf = (id: string) => {
    const name = databases.find((one) => one.id === id)?.name
    return name?.[words.catalogue] ?? name?.ja ?? id
  }
  if ('all' in scope) return words.scopeAll
  if ('databases' in scope) return scope.databases.map(nameOf).join(words.between)
  if (!('database' in scope)) return words.everywhere(words.purposes[scope.purpose])
  return 'purpose' in scope
    ? `${nameOf(scope.database)}: ${words.purposes[scope.purpose]}`
    : nameOf(scope.database)
}
