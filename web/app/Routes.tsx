import { type ReactNode, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { useText } from '../text/text.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Known } from './Known.tsx'
import { laterPart, laterScreen } from './later.tsx'
import { NotFound } from './NotFound.tsx'
import { Waits } from './Waits.tsx'

const SignIn = laterScreen(() => import('../features/identity/SignIn.tsx'), 'SignIn')
const Proofing = laterScreen(() => import('../features/identity/Proofing.tsx'), 'Proofing')
const MakePasskey = laterScreen(() => import('../features/identity/MakePasskey.tsx'), 'MakePasskey')
const Me = laterScreen(() => import('../features/coverage/Me.tsx'), 'Me')
const Detail = laterScreen(() => import('../features/databases/Detail.tsx'), 'Detail')
const Letter = laterScreen(() => import('../features/databases/Detail.tsx'), 'Letter')
const Ask = laterScreen(() => import('../features/cases/Cases.tsx'), 'Ask')
const Cases = laterScreen(() => import('../features/cases/Cases.tsx'), 'Cases')
const NotMe = laterScreen(() => import('../features/cases/Cases.tsx'), 'NotMe')
const Choose = laterScreen(() => import('../features/decisions/Choose.tsx'), 'Choose')
const Confirm = laterScreen(() => import('../features/decisions/Confirm.tsx'), 'Confirm')
const Done = laterScreen(() => import('../features/done/Done.tsx'), 'Done')
const Asked = laterPart<'Asked', object>(() => import('./OnStatus.tsx'), 'Asked')
const Events = laterPart<'Events', object>(() => import('./OnStatus.tsx'), 'Events')
const History = laterScreen(() => import('../features/receipts/History.tsx'), 'History')
const KeepReceipt = laterPart<'KeepReceipt', { jws: string }>(
  () => import('../features/receipts/Receipt.tsx'),
  'KeepReceipt',
)
const MyMessages = laterScreen<'MyMessages', object>(() => import('./OnStatus.tsx'), 'MyMessages')
const MyRecord = laterScreen(() => import('../features/record/Record.tsx'), 'MyRecord')
const People = laterScreen(() => import('../features/people/People.tsx'), 'People')
const Family = laterScreen(() => import('../features/people/People.tsx'), 'Family')
const LabelForm = laterPart<'LabelForm', object>(() => import('../features/people/People.tsx'), 'LabelForm')
const Receipt = laterScreen<'Receipt', object>(() => import('../features/receipts/Receipt.tsx'), 'Receipt')
const Verify = laterScreen(() => import('../features/receipts/Verify.tsx'), 'Verify')
const AddPasskey = laterScreen<'AddPasskey', object>(
  () => import('../features/settings/Settings.tsx'),
  'AddPasskey',
)
const PasskeyPage = laterScreen<'PasskeyPage', object>(
  () => import('../features/settings/Settings.tsx'),
  'PasskeyPage',
)
const Help = laterScreen(() => import('../features/help/Help.tsx'), 'Help')
const Missing = laterScreen<'Missing', object>(() => import('../features/help/Help.tsx'), 'Missing')
const How = laterScreen(() => import('../features/help/How.tsx'), 'How')
const Left = laterScreen<'Left', object>(() => import('../features/settings/Settings.tsx'), 'Left')
const PushSwitch = laterPart(() => import('../features/news/PushSwitch.tsx'), 'PushSwitch')
// Loaded with the screen around it, so that nothing moves.
const News = laterScreen(() => import('../features/news/News.tsx'), 'News')
const Settings = laterScreen<'Settings', { news?: ReactNode }>(
  () => import('../features/settings/Settings.tsx'),
  'Settings',
)

/** Every address of the patient's entry but P1 and P4. Each screen is loaded when it is opened, below what waits. */
export function Routes() {
  const { t } = useText()
  return (
    <Suspense fallback={<Waiting>{t.shell.waiting}</Waiting>}>
      <Waits />
      <Switch>
        <Route path="/sign-in" component={SignIn} />
        <Route path="/proofing" component={Proofing} />
        <Route path="/passkey" component={MakePasskey} />
        <Route path="/verify" component={Verify} />
        <Route path="/help" component={Help} />
        <Route path="/missing" component={Missing} />
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
            <Me acting={<LabelForm />} />
          </Known>
        </Route>
        <Route path="/me/not-me">
          <Known proofed>
            <NotMe />
          </Known>
        </Route>
        <Route path="/people">
          <Known>
            <People />
          </Known>
        </Route>
        <Route path="/family">
          <Known>
            <Family />
          </Known>
        </Route>
        <Route path="/messages">
          <Known>
            <MyMessages />
          </Known>
        </Route>
        <Route path="/databases/:id">
          <Known>
            <Detail />
          </Known>
        </Route>
        <Route path="/databases/:id/letter" component={Letter} />
        <Route path="/databases/:id/ask">
          <Known>
            <Ask />
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
            <Done keeping={(jws) => <KeepReceipt jws={jws} />} notify={<PushSwitch />} />
          </Known>
        </Route>
        <Route path="/history">
          <Known>
            <History asked={<Asked />} events={<Events />} />
          </Known>
        </Route>
        <Route path="/record">
          <Known>
            <MyRecord />
          </Known>
        </Route>
        <Route path="/cases">
          <Known>
            <Cases />
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
