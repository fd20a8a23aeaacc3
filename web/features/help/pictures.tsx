import type { ReactNode } from 'react'

/** A decision as paper, at `x`. */
const paper = (x: number) => (
  <>
    <path className="ground" d={`M${x} 14h40l14 14v46h-54z`} />
    <path d={`M${x + 40} 14v14h14M${x + 12} 36h26M${x + 12} 46h26`} />
  </>
)

/** A seal with a tick, its middle at `x` and `y`. */
const seal = (x: number, y: number) => (
  <>
    <circle className="filled" cx={x} cy={y} r="12" />
    <path className="on-filled" d={`M${x - 5} ${y}l4 4 7-8`} />
  </>
)

/** A database as a cylinder, at `x`. */
const database = (x: number) => (
  <path
    className="ground"
    d={`M${x} 24v42c0 6 12 10 26 10s26-4 26-10v-42m-52 0c0 6 12 10 26 10s26-4 26-10-12-10-26-10-26 4-26 10zm0 21c0 6 12 10 26 10s26-4 26-10`}
  />
)

const arrow = (x: number, to: number) => <path className="key" d={`M${x} 46H${to}m-8-8 8 8-8 8`} />

/** A picture of P13. The words beside it say the same, so nobody hears it. */
function Picture(props: { children: ReactNode }) {
  return (
    <svg className="how-picture" viewBox="0 0 240 88" aria-hidden="true" focusable="false">
      {props.children}
    </svg>
  )
}

/** A phone signs a decision. */
export function SignPicture() {
  return (
    <Picture>
      <rect className="ground" x="24" y="8" width="44" height="72" rx="8" />
      <path d="M40 70h12" />
      <path className="key" d="M38 46a8 8 0 0 1 16 0v8M46 46v10M38 54v-2" />
      {arrow(84, 124)}
      {paper(144)}
      {seal(196, 68)}
    </Picture>
  )
}

/** A database reads the signed decision. */
export function ReadPicture() {
  return (
    <Picture>
      {paper(24)}
      {seal(76, 68)}
      {arrow(104, 148)}
      {database(168)}
    </Picture>
  )
}

/** A list is checked on the way out of the database: what is stopped does not pass the bar. */
export function CheckPicture() {
  return (
    <Picture>
      {database(12)}
      <path className="key" d="M76 30h62M76 62h40" />
      <path className="key" d="M130 22l8 8-8 8" />
      <path className="bar" d="M124 50v24" />
      <rect className="ground" x="156" y="10" width="68" height="68" rx="8" />
      <circle cx="172" cy="30" r="6" />
      <path d="M188 30h24M188 62h24" />
      <rect className="filled-text" x="165" y="55" width="14" height="14" />
    </Picture>
  )
}
