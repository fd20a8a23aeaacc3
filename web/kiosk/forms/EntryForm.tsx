import { type FormEvent, useState } from 'react'
import type { PublicDatabase, Purpose } from '../../../api/contract/catalogue.ts'
import type { EntryOptionsBody, ShownIdentity } from '../../../api/contract/desk/entries.ts'
import type { Scope } from '../../../api/contract/patient.ts'
import type { FormsMessages } from '../../text/ja/forms.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkboxes } from '../../ui/form/Checkboxes.tsx'
import { Radios } from '../../ui/form/Radios.tsx'
import { TextArea } from '../../ui/form/TextArea.tsx'
import { TextField } from '../../ui/form/TextField.tsx'
import { formIn } from './code.ts'
import { deskApi } from './desk-api.ts'
import type { Said } from './said.ts'

type About = 'all' | 'purpose' | 'databases'
type Errors = Partial<Record<'code' | 'sealed' | 'about' | 'identity', string>>

/** One of the staff enters what a signed form says. Nothing is chosen beforehand. */
export function EntryForm(props: {
  words: FormsMessages
  databases: PublicDatabase[]
  attempt(task: () => Promise<Said | null>): void
}) {
  const { words, databases } = props
  const [code, setCode] = useState('')
  const [sealed, setSealed] = useState('')
  const [about, setAbout] = useState<About | null>(null)
  const [purpose, setPurpose] = useState<Purpose | null>(null)
  const [chosen, setChosen] = useState<string[]>([])
  const [identity, setIdentity] = useState<ShownIdentity | null>(null)
  const [errors, setErrors] = useState<Errors>({})
  const purposes = (Object.keys(words.purposes) as Purpose[]).filter((one) =>
    databases.some((database) => database.purposes.includes(one)),
  )

  function scopeOf(): Scope | null {
    if (about === 'all') return { all: true }
    if (about === 'purpose') return purpose && { purpose }
    const [first, ...others] = [...chosen].sort()
    if (about !== 'databases' || first === undefined) return null
    return others.length === 0 ? { database: first } : { databases: [first, ...others] }
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const [form, scope] = [formIn(code), scopeOf()]
    const found: Errors = {
      ...(form ? {} : { code: words.needCode }),
      ...(sealed.trim() === '' ? { sealed: words.needSealed } : {}),
      ...(identity ? {} : { identity: words.needIdentity }),
      ...(scope ? {} : { about: words.needScope }),
    }
    setErrors(found)
    if (!form || !scope || !identity || sealed.trim() === '') {
      const first = (['code', 'sealed', 'identity', 'about'] as const).find((name) => found[name])
      document
        .getElementById(first === 'about' || first === 'identity' ? `${first}-0` : (first ?? ''))
        ?.focus()
      return
    }
    const body: EntryOptionsBody = { ...form, sealed: sealed.trim(), scope, identity }
    props.attempt(async () => ({ text: words.states[(await deskApi.enter(body)).state] }))
  }

  return (
    <form className="page" onSubmit={submit} noValidate>
      <h2>{words.enterTitle}</h2>
      <TextField
        id="code"
        label={words.code}
        hint={words.codeHint}
        error={errors.code}
        value={code}
        onChange={setCode}
      />
      <TextArea
        id="sealed"
        label={words.sealed}
        hint={words.sealedHint}
        error={errors.sealed}
        value={sealed}
        onChange={setSealed}
      />
      <Radios
        name="identity"
        legend={words.identity}
        error={errors.identity}
        value={identity}
        onChange={(value) => setIdentity(value)}
        options={(['card', 'certificate', 'other'] as const).map((value) => ({
          value,
          label: words.identities[value],
        }))}
      />
      <Radios
        name="about"
        legend={words.about}
        error={errors.about}
        value={about}
        onChange={(value) => setAbout(value)}
        options={[
          { value: 'all', label: words.scopeAll },
          {
            value: 'purpose',
            label: words.scopePurpose,
            reveal: (
              <Radios
                inner
                name="purpose"
                legend={words.whichPurpose}
                value={purpose}
                onChange={(value) => setPurpose(value)}
                options={purposes.map((value) => ({ value, label: words.purposes[value] }))}
              />
            ),
          },
          {
            value: 'databases',
            label: words.scopeDatabases,
            reveal: (
              <Checkboxes
                name="databases"
                legend={words.whichDatabases}
                values={chosen}
                onChange={setChosen}
                options={databases.map(({ id, name }) => ({
                  value: id,
                  label: name[words.catalogue] ?? name.ja,
                }))}
              />
            ),
          },
        ]}
      />
      <div className="buttons">
        <Button type="submit">{words.enter}</Button>
      </div>
    </form>
  )
}
