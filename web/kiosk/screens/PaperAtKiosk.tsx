import { useDesks } from '../../data/http/desks.ts'
import { DeskPlaces } from '../../ui/DeskPlaces.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'

/** The way on paper, in short: no link leads out of a visit. Nothing where no desk is known. */
export function PaperAtKiosk() {
  const { k } = useKiosk()
  const desks = useDesks()
  if (typeof desks === 'string' || desks.length === 0) return null
  return (
    <div className="stack tight">
      <p>{k.paperAt(`${location.host}/forms`)}</p>
      <DeskPlaces desks={desks} phone={k.deskPhone} />
    </div>
  )
}
