import { useEffect, useRef, useState } from 'react'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { standingOf } from './standing.ts'

/** Tells a screen reader which database changed its state, and to what. One live region for the whole page. */
export function StandingNews(props: { databases: DatabaseView[] }) {
  const { t, pick } = useText()
  const before = useRef<Map<string, string> | null>(null)
  const [news, setNews] = useState('')
  const { databases } = props
  const d = t.databases

  useEffect(() => {
    const now = new Map<string, string>()
    const changes: string[] = []
    for (const { id, name, linkages } of databases)
      for (const linkage of linkages) {
        const standing = standingOf(linkage)
        const key = `${id} ${linkage.purpose}`
        now.set(key, standing)
        if (before.current && before.current.get(key) !== standing)
          changes.push(d.newly(pick(name), d.purposes[linkage.purpose], d.standings[standing]))
      }
    before.current = now
    if (changes.length > 0) setNews(changes.join('\n'))
  }, [databases, pick, d])

  return (
    <p className="hidden" role="status">
      {news}
    </p>
  )
}
