import { Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { Databases } from '../features/databases/Databases.tsx'
import { useText } from '../text/text.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Home } from './Home.tsx'
import { Known } from './Known.tsx'
import { laterPart, laterScreen } from './later.tsx'
import { NotFound } from './NotFound.tsx'

const SignIn = laterScreen(() => import('../features/identity/SignIn.tsx'), 'SignIn')
const Proofing = laterScreen(() => import('../features/identity/Proofing.tsx'), 'Proofing')
const MakePasskey = laterScreen(() => import('../features/identity/MakePasskey.tsx'), 'MakePasskey')
const Me = laterScreen(() => import('../features/coverage/Me.tsx'), 'Me')
const Detail = laterScreen(() => import('../features/databases/Detail.tsx'), 'Detail')
const Letter = laterScreen(() => import('../features/databases/Detail.tsx'), 'Letter')
const Choose = laterScreen(() => import('../features/decisions/Choose.tsx'), 'Choose')
const Confirm = laterScreen(() => import('../features/decisions/Confirm.tsx'), 'Confirm')
const Done = laterScreen(() => import('../features/done/Done.tsx'), 'Done')
const Events = laterPart(() => import('../features/record/Events.tsx'), 'Events')
const History = laterScreen(() => import('../features/receipts/History.tsx'), 'History')
const KeepReceipt = laterPart<'KeepReceipt', { jws: string }>(
  () => import('../features/receipts/Receipt.tsx'),
  'KeepReceipt',
)
const MyRecord = laterScreen(() => import('../features/record/Record.tsx'), 'MyRecord')
const Receipt = laterScreen<'Receipt', object>(() => import('../features/receipts/Receipt.tsx'), 'Receipt')
const Verify = laterScreen(() => import('../features/receipts/Verify.tsx'), 'Verify')
const NewPasskeys = laterPart(() => import('./NewPasskeys.tsx'), 'NewPasskeys')
const AddPasskey = laterScreen(() => import('../features/settings/AddPasskey.tsx'), 'AddPasskey')
const PasskeyPage = laterScreen(() => import('../features/settings/PasskeyPage.tsx'), 'PasskeyPage')
const Help = laterScreen(() => import('../features/help/Help.tsx'), 'Help')
const How = laterScreen(() => import('../features/help/How.tsx'), 'How')
const Left = laterScreen(() => import('../features/settings/Left.tsx'), 'Left')
const PushSwitch = laterPart(() => import('../features/news/PushSwitch.tsx'), 'PushSwitch')
// Loaded with the screen around it, so that nothing moves.
const News = laterScreen(() => import('../features/news/News.tsx'), 'News')
const Settings = laterScreen(() => import('../features/settings/Settings.tsx'), 'Settings')

/** Every address of the patient's entry. P1 and P4 come with the first load, other screens when they are opened. */
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
        <Route path="/help" component={Help} />
        <Route path="/how" component={How} />
        <Route path="/settings">
          <Settings news={<News />} />
        </Route>
        <Route path="/signed-out" component={Left} />
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
            <Databases news={<NewPasskeys />} events={<Events />} />
          </Known>
        </Route>
        <Route path="/databases/:id">
          <Known>
            <Detail />
          </Known>
        </Route>
        <Route path="/databases/:id/letter" component={Letter} />
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
            <Done keeping={(jws) => <KeepReceipt jws={jws} />} notify={<PushSwitch />} />
          </Known>
        </Route>
        <Route path="/history">
          <Known>
            <History events={<Events />} />
          </Known>
        </Route>
        <Route path="/record">
          <Known>
            <MyRecord />
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
