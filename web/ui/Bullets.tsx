/** A short list of sentences. */
export function Bullets(props: { items: string[] }) {
  return (
    <ul className="list">
      {props.items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  )
}
