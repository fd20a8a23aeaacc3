/** Words shown while something loads. Screen readers announce them. */
export function Waiting(props: { children: string }) {
  return (
    <p className="working" role="status">
      {props.children}
    </p>
  )
}
