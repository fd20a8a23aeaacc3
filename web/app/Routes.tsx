import { createElement, type FunctionComponent, lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { Databases } from '../features/databases/Databases.tsx'
import { LaterWords, useText } from '../text/text.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Home } from './Home.tsx'
import { Known } from './Known.tsx'
import { NotFound } from './NotFound.tsx'

const SignIn = later(() => import('../features/identity/SignIn.tsx'), 'SignIn')
const Proofing = later(() => import('../features/identity/Proofing.tsx'), 'Proofing')
const MakePasskey = later(() => import('../features/identity/MakePasskey.tsx'), 'MakePasskey')
const Me = later(() => import('../features/coverage/Me.tsx'), 'Me')
const Detail = later(() => import('../features/databases/Detail.tsx'), 'Detail')
const Choose = later(() => import('../features/decisions/Choose.tsx'), 'Choose')
const Confirm = later(() => import('../features/decisions/Confirm.tsx'), 'Confirm')
const Done = later(() => import('../features/done/Done.tsx'), 'Done')
const Events = later(() => import('../features/events/Events.tsx'), 'Events')
const History = later(() => import('../features/receipts/History.tsx'), 'History')
const KeepReceipt = later<'KeepReceipt', { jws: string }>(
  () => import('../features/receipts/Receipt.tsx'),
  'KeepReceipt',
)
const Receipt = later<'Receipt', object>(() => import('../features/receipts/Receipt.tsx'), 'Receipt')
const Verify = later(() => import('../features/receipts/Verify.tsx'), 'Verify')
const NewPasskeys = later(() => import('./NewPasskeys.tsx'), 'NewPasskeys')
const AddPasskey = later(() => import('../features/settings/AddPasskey.tsx'), 'AddPasskey')
const PasskeyPage = later(() => import('../features/settings/PasskeyPage.tsx'), 'PasskeyPage')
const Help = later(() => import('../features/help/Help.tsx'), 'Help')
const How = later(() => import('../features/help/How.tsx'), 'How')
const Left = later(() => import('../features/settings/Left.tsx'), 'Left')
const PushSwitch = later(() => import('../features/news/PushSwitch.tsx'), 'PushSwitch')
const News = later(() => import('../features/news/News.tsx'), 'News')
const Settings = later(() => import('../features/settings/Settings.tsx'), 'Settings')

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
            <Databases
              news={
                <Suspense>
                  <NewPasskeys />
                </Suspense>
              }
              events={
                <Suspense>
                  <Events most={5} />
                </Suspense>
              }
            />
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
            <Done
              keeping={(jws) => <KeepReceipt jws={jws} />}
              notify={
                <Suspense>
                  <PushSwitch />
                </Suspense>
              }
            />
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

/** The named screen of a module. It is loaded when it is shown, and so are its words. */
function later<Name extends string, Props extends object>(
  load: () => Promise<Record<Name, FunctionComponent<Props>>>,
  name: Name,
) {
  return lazy(async () => {
    const Screen: FunctionComponent<Props> = (await load())[name]
    return { default: (props: Props) => createElement(LaterWords, null, createElement(Screen, props)) }
  })
}
