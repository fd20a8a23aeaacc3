import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/**
 * Loads a registry that an operator keeps in a file of JSON: a list of entries, each with a name that stands once.
 * @param file null: the registry is empty. @param list what the file must hold. @param of the entries, in the plural.
 * @param nameOf what an entry is called, with the noun in front. @param finish checks the entries together, and adds to each.
 * @returns `all` entries as they are now; `reload` reads the file again, and keeps the old ones when it has a fault.
 * @throws Error that names the file and what is wrong with it.
 */
export async function loadRegistry<Entry, Finished>(
  file: string | null,
  {
    list,
    of,
    nameOf,
    finish,
  }: {
    list: z.ZodType<Entry[]>
    of: string
    nameOf: (entry: Entry) => string
    finish: (entries: Entry[], file: string) => Finished[]
  },
): Promise<{ all(): Finished[]; reload(): Promise<void> }> {
  let all: Finished[] = []
  async function reload(): Promise<void> {
    if (!file) return
    const parsed = list.safeParse(await readJson(file))
    if (!parsed.success) throw new Error(`${file} is not a list of ${of}: ${z.prettifyError(parsed.error)}`)
    const names = parsed.data.map(nameOf)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice) throw new Error(`${file}: ${twice} stands twice`)
    all = finish(parsed.data, file)
  }
  await reload()
  return { all: () => all, reload }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new Error(`${file} cannot be read as JSON`, { cause })
  }
}
