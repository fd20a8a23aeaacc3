import type { ButtonHTMLAttributes } from 'react'
import { Link } from 'wouter'

type Look = 'filled' | 'outline' | 'text'

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  look?: Look
  /** Never disabled: a disabled button does not say why. Show words instead. */
  disabled?: never
}

const classOf = (look: Look = 'filled') => (look === 'filled' ? 'button' : `button ${look}`)

export function Button({ look, ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={classOf(look)} />
}

/** A link that looks like a button, for the one main step of a page. */
export function ButtonLink(props: { to: string; look?: Look; children: string; onClick?: () => void }) {
  return (
    <Link to={props.to} className={classOf(props.look)} onClick={() => props.onClick?.()}>
      {props.children}
    </Link>
  )
}
