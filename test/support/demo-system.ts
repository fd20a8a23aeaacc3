import { type DemoPlace, demoPlace, startOwnSystem } from '../../mocks/demo/system.ts'

/** A record at a simulated holder, as its console shows it. */
export type HeldRecord = {
  resident: string
  purpose: string
  token: string
  state: string
  seq: number | null
}

export type DemoSystem = Awaited<ReturnType<typeof startDemoSystem>>

/**
 * `npm start`: the api with the built web, both mocks, and the simulated holders.
 * @param settings in addition to those of the place. @param place where it starts; without it a place that ends with
 *   the system.
 */
export async function startDemoSystem(settings: Record<string, string> = {}, place?: DemoPlace) {
  const own = place ?? (await demoPlace())
  const remove = () => (place ? undefined : own.remove())
  const { control, ...system } = await startOwnSystem(own, settings).catch(async (error: Error) => {
    await remove()
    throw error
  })

  return {
    ...system,
    async close(): Promise<void> {
      await system.close()
      await remove()
    },

    /** What the holder of a database holds about one person. */
    async held(database: string, resident: string): Promise<HeldRecord[]> {
      type Consoles = { holders: { database: string; records: HeldRecord[] }[] }
      const { holders } = (await (await fetch(`${system.consoleUrl}/_control`)).json()) as Consoles
      const records = holders.find((holder) => holder.database === database)?.records ?? []
      return records.filter((record) => record.resident === resident)
    },
    /** Makes a holder link a resident for every missing purpose. */
    register: (database: string, resident: string) => control({ register: { database, resident } }),
    pause: (database: string) => control({ pause: database }),
    resume: (database: string) => control({ resume: database }),
  }
}
