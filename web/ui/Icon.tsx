/** Outlines on a grid of 24. */
const ICONS = {
  status: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  history: 'M6 3h12v18l-6-5-6 5z',
  me: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 9a8 8 0 0 1 16 0',
  settings: 'M3 7h9m6 0h3M3 17h3m6 0h9M15 4v6M9 14v6',
  display: 'M3 18 7 6l4 12M4 14h6m3 4 3-8 3 8m-5-3h4',
  clinic: 'M4 7h16v13H4zm5 0V4h6v3m-3 3v7m-3.500-3.500h7',
  database: 'M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zm0 0c0 4 16 4 16 0M4 12c0 4 16 4 16 0',
  use: 'M9 3h6m-5 0v6L5 19q-1 2 1 2h12q2 0 1-2L14 9V3M8 15h8',
} as const

/** A picture beside words that say the same. Nothing for screen readers. */
export function Icon(props: { name: keyof typeof ICONS }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[props.name]} />
    </svg>
  )
}
