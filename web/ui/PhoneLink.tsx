/** A phone number as one can call it. `number`: digits and hyphens. */
export function PhoneLink(props: { number: string }) {
  return (
    <a className="phone" href={`tel:${props.number.replaceAll('-', '')}`}>
      {props.number}
    </a>
  )
}
