import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { Status } from '../features/databases/Status.tsx'
import { SignIn } from '../features/identity/SignIn.tsx'
import { useText } from '../text/text.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Home } from './Home.tsx'
import { Known } from './Known.tsx'
import { NewPasskeys } from './NewPasskeys.tsx'
import { NotFound } from './NotFound.tsx'

const Proofing = lazy(async () => ({ default: (await import('../features/identity/Proofing.tsx')).Proofing }))
const MakePasskey = lazy(async () => ({
  default: (await import('../features/identity/MakePasskey.tsx')).MakePasskey,
}))
const Me = lazy(async () => ({ default: (await import('../features/coverage/Me.tsx')).Me }))
const Detail = lazy(async () => ({ default: (await import('../features/databases/Detail.tsx')).Detail }))
const Choose = lazy(async () => ({ default: (await import('../features/decisions/Choose.tsx')).Choose }))
const Confirm = lazy(async () => ({ default: (await import('../features/decisions/Confirm.tsx')).Confirm }))
const Done = lazy(async () => ({ default: (await import('../features/decisions/Done.tsx')).Done }))
const History = lazy(async () => ({ default: (await import('../features/receipts/History.tsx')).History }))
const KeepReceipt = lazy(async () => ({
  default: (await import('../features/receipts/KeepReceipt.tsx')).KeepReceipt,
}))
const Receipt = lazy(async () => ({ default: (await import('../features/receipts/Receipt.tsx')).Receipt }))
const Verify = lazy(async () => ({ default: (await import('../features/receipts/Verify.tsx')).Verify }))
const AddPasskey = lazy(async () => ({
  default: (await import('../features/settings/AddPasskey.tsx')).AddPasskey,
}))
const PasskeyPage = lazy(async () => ({
  default: (await import('../features/settings/PasskeyPage.tsx')).PasskeyPage,
}))
const Settings = lazy(async () => ({ default: (await import('../features/settings/Settings.tsx')).Settings }))

/** Every address of the patient entry. P1, P4 and the sign-in come with the first load, the others when they are opened. */
export function Routes() {
  const { t } = useText()
  return (
    <Suspense fallback={<Waiting>{t.shell.waiting}</Waiting>}>
      <Switch>
        <Route path="/" component={Home} />
        <Route path="/sign-in" component={SignIn} />
        <Route path="/proofing" component={Proofing} />
        <Route path="/passkey" component={MakePasskey} />
        <Route path="/verify" component={Verify} />
        <Route path="/settings" component={Settings} />
        <Route path="/settings/passkeys/new">
          <Known>
            <AddPasskey />
          </Known>
        </Route>
        <Route path="/settings/passkeys/:id">
          <Known>
            <PasskeyPage />
          </Known>
        </Route>
        <Route path="/me">
          <Known proofed>
            <Me />
          </Known>
        </Route>
        <Route path="/status">
          <Known>
            <Status news={<NewPasskeys />} />
          </Known>
        </Route>
        <Route path="/databases/:id">
          <Known>
            <Detail />
          </Known>
        </Route>
        <Route path="/choose">
          <Known>
            <Choose />
          </Known>
        </Route>
        <Route path="/confirm">
          <Known>
            <Confirm />
          </Known>
        </Route>
        <Route path="/done/:id">
          <Known>
            <Done keeping={(decision) => <KeepReceipt decision={decision} />} />
          </Known>
        </Route>
        <Route path="/history">
          <Known>
            <History />
          </Known>
        </Route>
        <Route path="/history/:id">
          <Known>
            <Receipt />
          </Known>
        </Route>
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  )
}
