import type { Effect, UsageAnswer } from '../../../api/contract/patient.ts'
import { useAllUsage } from '../../data/patient/usage.ts'
import { useText } from '../../text/text.tsx'
import { LoadedPart } from '../../ui/LoadedPart.tsx'

type Project = UsageAnswer['databases'][number]['uses'][number]['project']

/**
 * What has already left the databases that a decision is about, as they reported it: a decision does not bring it
 * back. The same for stop and allow. `effects`: the server's preview.
 */
export function AlreadyLeft(props: { effects: Effect[]; nameOf(id: string): string }) {
  const { t } = useText()
  const usage = useAllUsage()
  const concerned = props.effects.filter(({ purpose, why }) => purpose !== null && why !== 'out-of-scope')
  return (
    <section className="stack tight">
      <h2>{t.uses.leftTitle}</h2>
      <LoadedPart value={usage} onRetry={usage.refresh} room={6}>
        {(databases) => {
          const left = databases
            .filter((one) => concerned.some(({ database }) => database === one.database))
            .map((one) => ({ ...one, projects: projectsThatTook(one) }))
            .filter(({ projects }) => projects.length > 0)
          if (left.length === 0) return <p>{t.uses.leftNone}</p>
          return (
            <ul className="plain">
              {left.map(({ database, projects }) => (
                <li key={database} className="effect">
                  <strong>{props.nameOf(database)}</strong>
                  {projects.map((project) => (
                    <LeftProject key={project.id} project={project} />
                  ))}
                </li>
              ))}
            </ul>
          )
        }}
      </LoadedPart>
    </section>
  )
}

/** Projects that used the records outside of the database, or of which nobody said where; each once. */
function projectsThatTook({ uses }: UsageAnswer['databases'][number]): Project[] {
  const projects = new Map(uses.map(({ project }) => [project.id, project]))
  return [...projects.values()].filter(({ environment }) => environment !== 'visiting')
}

function LeftProject({ project }: { project: Project }) {
  const { t, format } = useText()
  const { environment, erase_by, erased_on } = project
  const u = t.uses
  const words = () => {
    if (environment === null) return u.untold
    if (erased_on) return u.erased(format.date(erased_on))
    return erase_by ? u.copyUntil(format.date(erase_by)) : u.copy
  }
  return (
    <div>
      <p lang="ja">
        「{project.title}」（{project.organisation}）
      </p>
      <p>{words()}</p>
    </div>
  )
}
