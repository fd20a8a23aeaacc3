import type { ProjectBody } from '../../api/contract/projects.ts'
import { addDays, dayInJapan } from '../../api/domain/calendar.ts'
import type { Projects, Used } from './projects.ts'

const TITLES: Record<string, string> = {
  research: '（模擬）生活習慣病の重症化に関する研究',
  industry: '（模擬）新しい治療薬の開発に関する研究',
  policy: '（模擬）地域の医療体制の検討',
}

/** The approved project of a purpose, from the first day of this year on. */
const projectOf = (purpose: string, today: string): ProjectBody => ({
  title: TITLES[purpose] ?? purpose,
  organisation: purpose === 'industry' ? '（模擬）製薬会社' : '（模擬）大学',
  purpose: purpose as ProjectBody['purpose'],
  approved_by: '（模擬）倫理審査委員会',
  approved_on: today,
  environment: purpose === 'industry' ? 'copy' : 'visiting',
  form: 'pseudonymised',
  ends_on: addDays(today, 365),
  erase_by: addDays(today, 730),
})

/**
 * The projects of a simulated database, and its uses under them: an approved project for each purpose, and one that
 * nobody approved.
 * @param projects what reports them, at any time.
 */
export function createUses({ projects, now }: { projects: () => Projects; now: () => number }) {
  const registered = new Set<string>()
  const today = () => dayInJapan(new Date(now()))
  /** One for each year, because the approval of a project is fixed by its first use. */
  const idOf = (purpose: string) => `${purpose}-${today().slice(0, 4)}`

  async function register(purpose: string): Promise<string> {
    const id = idOf(purpose)
    if (registered.has(id)) return id
    await projects().register(id, projectOf(purpose, `${today().slice(0, 4)}-01-01`))
    registered.add(id)
    return id
  }

  const report = (project: string | object, tokens: string[]): Promise<Used> =>
    projects().use({ project, from: today(), to: today() }, tokens)

  return {
    today,

    /** Reports that these tokens were used today. The same again completes the same report. */
    report: async (purpose: string, tokens: string[]): Promise<Used> =>
      report(await register(purpose), tokens),

    /** The same under a project that was never approved. */
    reportUnapproved: (purpose: string, tokens: string[]): Promise<Used> => {
      const title = '（模擬）承認を受けていない利用'
      return report({ id: `unapproved-${purpose}`, title, organisation: '（模擬）大学', purpose }, tokens)
    },
  }
}
