import { Link } from 'wouter'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { Rows } from '../../ui/Rows.tsx'
import './help.css'
import { Kept } from './Kept.tsx'
import { Part } from './Part.tsx'
import { CheckPicture, ReadPicture, SignPicture } from './pictures.tsx'

/** P13 しくみ: how a decision is signed, read and checked; who signs what; everything that is kept about a person. */
export function How() {
  const { t } = useText()
  const w = t.how
  return (
    <Page title={w.title}>
      <p>{w.lead}</p>
      <Part title={w.signTitle} picture={<SignPicture />} text={w.sign} />
      <Part title={w.readTitle} picture={<ReadPicture />} text={w.read} />
      <Part title={w.checkTitle} picture={<CheckPicture />} text={w.check} />
      <section className="section">
        <h2>{w.signersTitle}</h2>
        <Rows rows={Object.values(w.signers).map(([what, who]) => ({ term: what, value: who }))} />
        <p>
          <Link className="card-action" to="/verify">
            {w.verify}
          </Link>
        </p>
      </section>
      <Kept />
      <div className="buttons">
        <ButtonLink to="/help" look="outline">
          {w.toHelp}
        </ButtonLink>
        <ButtonLink to="/" look="text">
          {t.shell.home}
        </ButtonLink>
      </div>
    </Page>
  )
}
