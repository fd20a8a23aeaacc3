import { Suspense, use } from 'react'
import type { BasisMessages } from '../../text/ja/basis.ts'
import type { Language } from '../../text/language.ts'
import { useText } from '../../text/text.tsx'
import { Waiting } from '../../ui/Waiting.tsx'

const modules: Record<Language, () => Promise<{ basis: BasisMessages }>> = {
  ja: () => import('../../text/ja/basis.ts'),
  'ja-easy': () => import('../../text/ja-easy/basis.ts'),
  en: () => import('../../text/en/basis.ts'),
}
/** The requests by language: `use` needs the same promise at each render. A failed request is made again. */
const asked = new Map<Language, Promise<BasisMessages | null>>()

function load(language: Language): Promise<BasisMessages | null> {
  const known = asked.get(language)
  if (known) return known
  const words = modules[language]().then(
    ({ basis }) => basis,
    () => {
      asked.delete(language)
      return null
    },
  )
  asked.set(language, words)
  return words
}

/** The legal basis of asking the portal, what Erabu receives, and what declining means. */
export function Basis() {
  const { t } = useText()
  return (
    <Suspense fallback={<Waiting>{t.shell.waiting}</Waiting>}>
      <BasisText />
    </Suspense>
  )
}

function BasisText() {
  const { t, language } = useText()
  const b = use(load(language))
  if (!b) return <p>{t.failures.codes.offline[1]}</p>
  return (
    <>
      <section className="stack tight">
        <h2>{b.heading}</h2>
        <p>{b.text}</p>
      </section>
      <section className="stack tight">
        <h2>{b.receiveHeading}</h2>
        <p>{b.receive}</p>
      </section>
      <section className="stack tight">
        <h2>{b.declineHeading}</h2>
        <p>{b.decline}</p>
      </section>
    </>
  )
}
