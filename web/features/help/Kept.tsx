import { useState } from 'react'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { saveAs } from '../../ui/save-as.ts'
import { KEPT } from './kept.ts'
import { keptAsCsv } from './kept-file.ts'

/** Everything that Erabu keeps about a person, as a list and as a file. */
export function Kept() {
  const { t } = useText()
  const [saved, setSaved] = useState(false)
  const w = t.how

  function save() {
    saveAs(new Blob([keptAsCsv(w)], { type: 'text/csv' }), w.fileName)
    setSaved(true)
  }

  return (
    <section className="section">
      <h2>{w.keptTitle}</h2>
      <p>{w.keptLead}</p>
      <Details summary={w.keptAll}>
        {KEPT.map(({ topic, items }) => (
          <section key={topic} className="stack tight">
            <h3>{w.topics[topic]}</h3>
            <ul className="list">
              {items.map(([item]) => (
                <li key={item}>{w.items[item]}</li>
              ))}
            </ul>
          </section>
        ))}
      </Details>
      <p>{w.keptLogs}</p>
      <div className="buttons">
        <Button look="outline" onClick={save}>
          {w.save}
        </Button>
        <p role="status">{saved && w.saved}</p>
      </div>
    </section>
  )
}
