import type { ReactNode } from 'react'

/** Terms and their values, one below the other. */
export function Rows(props: { rows: { term: string; value: ReactNode }[] }) {
  return (
    <dl className="rows">
      {props.rows.map((row) => (
        <div key={row.term}>
          <dt>{row.term}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
