import { z } from 'zod'
import { Catalogue } from '../contract/catalogue-file.ts'
import { DesksFile } from '../registries/desks.ts'
import { HoldersFile } from '../registries/holders.ts'
import { KiosksFile } from '../registries/kiosks.ts'

/** The files that an operator supplies, each with the schema that validates it. */
const FILES = {
  holders: [HoldersFile, 'Registered data holders: the file of `ERABU_HOLDERS`.'],
  kiosks: [KiosksFile, 'Registered kiosks: the file of `ERABU_KIOSKS`.'],
  desks: [DesksFile, 'Desks that take signed forms: the file of `ERABU_DESKS`.'],
  catalogue: [Catalogue, 'The databases, with the source of each fact: the file of `ERABU_CATALOGUE`.'],
} as const satisfies Record<string, readonly [z.ZodType, string]>

export type FileName = keyof typeof FILES
export const FILE_NAMES = Object.keys(FILES) as FileName[]

/** @returns JSON Schema 2020-12 of a file as written: members with a default are optional. */
export function fileSchema(name: FileName) {
  const [schema, description] = FILES[name]
  const { '~standard': _, ...written } = z.toJSONSchema(schema, { io: 'input' })
  return { title: name, description, ...written }
}
