import type { Identity } from './id4.ts'
import type { coverage } from './insurers.ts'
import type { Representation } from './residents.ts'

/** カナ氏名, 生年月日, 性別. */
export type Three = [kana: string, birth_date: string, sex: Identity['sex']]

/** A resident as it is written down; `ja` and `en`: what it shows. The members of `special` are those of `Resident`. */
export type Described = [
  name: string,
  three: Three,
  ja: string,
  en: string,
  coverages: ReturnType<typeof coverage>[],
  special?: Partial<{
    not_disclosed: boolean
    newest_unregistered: boolean
    once_apart: boolean
    mixed_with: string
    represented_by: Representation[]
  }>,
]
