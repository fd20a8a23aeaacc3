import type { Kind } from './picture.ts'

const SHAPES: Record<Kind | 'changing', 'rest' | 'half' | 'open' | 'dashed'> = {
  stopped: 'rest',
  registered: 'half',
  moving: 'half',
  late: 'half',
  used: 'open',
  partly: 'open',
  limited: 'open',
  unstopped: 'open',
  missing: 'half',
  lawful: 'open',
  later: 'open',
  changing: 'dashed',
}

/** ■ is stopped, ◐ is under way, ○ is used; dashed is what would change. The words beside it say the same. */
export function Shape(props: { kind: Kind | 'changing' }) {
  const shape = SHAPES[props.kind]
  return (
    <svg className={`shape ${shape}`} viewBox="0 0 24 24" aria-hidden="true">
      {shape === 'rest' && (
        <>
          <rect x="3" y="3" width="18" height="18" rx="4" className="fill" />
          <path d="M8 12h8" className="bar" />
        </>
      )}
      {shape !== 'rest' && <circle cx="12" cy="12" r="8.5" className="line" />}
      {shape === 'half' && <path d="M12 3.500a8.500 8.500 0 0 0 0 17z" className="fill" />}
    </svg>
  )
}
