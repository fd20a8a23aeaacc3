import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'

const ICONS = ['clinic', 'database', 'use'] as const

/** The way of records from where they arise to who uses them. The bar before the last place is what a person decides. */
export function WayOfRecords() {
  const { t } = useText()
  return (
    <figure className="way">
      <ol>
        {ICONS.map((icon, place) => (
          <li key={icon}>
            <Icon name={icon} />
            <span>{t.welcome.way[place]}</span>
          </li>
        ))}
      </ol>
      <figcaption>{t.welcome.lead}</figcaption>
    </figure>
  )
}
