import { useState } from 'react'
import type { RecordEntry } from '../../../api/contract/record.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useRecord } from '../../data/patient/record.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { Entry } from './Entry.tsx'
import { FILTERS, type Filter } from './filters.ts'
import { RecordFile } from './RecordFile.tsx'

const NO_NAMES: [] = []

/** P15 わたしの記録の履歴: everything that happened, newest first, with filters; as a file and on paper. */
export function MyRecord() {
  const { t } = useText()
  const { entries, loading, failure, more, all, refresh } = useRecord()
  const [filter, setFilter] = useState<Filter>('all')
  const answer = useDatabases()
  const databases = answer.status === 'ready' ? answer.value.databases : NO_NAMES
  const r = t.record

  async function print() {
    if (!(await all())) return
    // The entries have to be on the page first.
    requestAnimationFrame(() => requestAnimationFrame(() => window.print()))
  }

  const shown = (list: RecordEntry[]) => list.filter(({ kind }) => FILTERS[filter].includes(kind))
  return (
    <Page title={r.title} failed={entries.status === 'failed'} back="/history">
      <p>{r.lead}</p>
      <Loaded value={entries} onRetry={refresh}>
        {(list) => (
          <>
            <fieldset className="record-filters">
              <legend>{r.filterTitle}</legend>
              {(Object.keys(FILTERS) as Filter[]).map((one) => (
                <button key={one} type="button" aria-pressed={one === filter} onClick={() => setFilter(one)}>
                  {r.filters[one]}
                </button>
              ))}
            </fieldset>
            {shown(list).length === 0 && <p role="status">{more ? r.noneLoaded : r.none}</p>}
            <ol className="events">
              {shown(list).map((entry) => (
                <Entry
                  key={entry.id}
                  event={{ entry, databases: entry.database ? [entry.database] : [] }}
                  databases={databases}
                  isApart
                />
              ))}
            </ol>
            {failure && <FailureNotice failure={failure} />}
            <div className="buttons">
              {loading ? (
                <Waiting>{t.shell.waiting}</Waiting>
              ) : (
                more && (
                  <Button look="outline" onClick={more}>
                    {r.more}
                  </Button>
                )
              )}
              <RecordFile />
              <Button look="outline" onClick={() => void print()}>
                {r.toPaper}
              </Button>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}
