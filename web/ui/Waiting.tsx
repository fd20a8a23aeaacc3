/** Words while something is on its way, read out by screen readers. */
export function Waiting(props: { children: string }) {
  return (
    <p className="working" role="status">
      {props.children}
    </p>
  )
}
