import type { ProjectBody } from '../../api/contract/projects.ts'

/** The answer to a report of use. */
export type Used = { known: number; after_stop: number }

/**
 * What a holder says of the use of its records. Days are calendar days in Japan, `YYYY-MM-DD`. Each call is
 * idempotent: after a fault it is made again.
 * @param call sends a body, a string as NDJSON, and throws where it was not taken.
 */
export function createProjects({
  database,
  call,
}: {
  database: string
  call: (method: string, path: string, body: object | string) => Promise<Response>
}) {
  const pathOf = (id: string, more = '') =>
    `/projects/${encodeURIComponent(id)}${more}?${new URLSearchParams({ database })}`

  return {
    /** Says what was approved, or changes it. */
    async register(id: string, approved: ProjectBody): Promise<void> {
      await call('PUT', pathOf(id), approved)
    },

    /**
     * Reports that the records of these tokens were used. The same project and days again is the same report.
     * @param use.project its id; of one that nobody approved also what it is.
     */
    async use(
      use: { project: string | object; from: string; to: string },
      tokens: readonly string[],
    ): Promise<Used> {
      const lines = [{ database, ...use }, ...tokens.map((token) => ({ token }))]
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      return (await (await call('POST', '/usage', text)).json()) as Used
    },

    /** Says on which day the records of a project were erased. */
    async erase(id: string, erased_on: string): Promise<void> {
      await call('POST', pathOf(id, '/erasure'), { erased_on })
    },
  }
}

export type Projects = ReturnType<typeof createProjects>
