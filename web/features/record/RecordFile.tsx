import { useState } from 'react'
import { type Failure, failureOf } from '../../data/http/failure.ts'
import { recordFile } from '../../data/patient/record.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { saveAs } from '../../ui/save-as.ts'
import { Waiting } from '../../ui/Waiting.tsx'

/** Saves the whole record as a file. The api gives it to pages, and to no address that somebody types. */
export function RecordFile() {
  const { t } = useText()
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function save() {
    setWorking(true)
    setFailure(null)
    try {
      saveAs(await recordFile(), 'erabu-record.ndjson')
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setWorking(false)
    }
  }

  if (working) return <Waiting>{t.shell.waiting}</Waiting>
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <Button look="outline" onClick={() => void save()}>
        {t.record.toFile}
      </Button>
    </>
  )
}
