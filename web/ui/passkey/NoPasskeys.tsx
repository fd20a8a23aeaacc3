import { Link } from 'wouter'
import { useText } from '../../text/text.tsx'
import { Notice } from '../Notice.tsx'

/**
 * In place of a passkey's button, where this browser cannot use passkeys: the other ways, and no further try.
 * `takesFocus`: for the result of a tap.
 */
export function NoPasskeys(props: { takesFocus?: boolean }) {
  const { t } = useText()
  const w = t.welcome
  return (
    <Notice kind="warning" title={w.noPasskeysTitle} takesFocus={props.takesFocus === true}>
      <p>{w.noPasskeys}</p>
      <p>
        <Link className="card-action" to="/help">
          {t.shell.helpPage}
        </Link>
      </p>
    </Notice>
  )
}
