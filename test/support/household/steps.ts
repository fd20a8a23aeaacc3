import fc from 'fast-check'
import type { Choice } from '../../../api/contract/patient.ts'
import { DAY, HOUR, SECOND } from '../clock.ts'
import {
  AT_FIRST,
  birthdayOf,
  CAST,
  CELLS,
  dayOf,
  NAMES,
  type Name,
  REPRESENTATIVES,
  REPRESENTED,
  type Said,
  SCOPES,
  SELF_FROM_AGE,
} from './cast.ts'
import { asksForWhom, becomesSelf, goes, signsIn, signsOut } from './comings.ts'
import { choosesSafe, decides, keeps, sends, signs, strays } from './deciding.ts'
import { type Household, link, tell } from './household.ts'
import { publishes } from './looking.ts'
import { type Between, confirms, enters, givesBack, loses } from './paper.ts'
import type { Place } from './visits.ts'

/** A step with its name, so that a course that fails can be read. */
export type Step = { run: (household: Household) => Promise<unknown>; toString: () => string }
const step = (name: string, run: Step['run']): Step => ({ run, toString: () => name })

/** None of them add up to a time at which something ends. */
const MOVES = {
  '67 s': 67 * SECOND,
  '367 s': 367 * SECOND,
  '661 s': 661 * SECOND,
  '13 h': 13 * HOUR,
  '2 days': 2 * DAY,
}

const at = (day: string, time: string) => Date.parse(`${day}T${time}+09:00`)

/** Goes to just before midnight: that of today, or of the day before a child decides alone. */
async function waits({ world, now }: Household, until: 'tonight' | Name): Promise<void> {
  const eve = until === 'tonight' ? now() : at(birthdayOf(until, SELF_FROM_AGE), '00:00:00') - HOUR
  const wanted = at(dayOf(eve), '23:57:00')
  if (wanted > now()) world.clock.advance(wanted - now())
}

async function changes(
  { world, portal, now }: Household,
  [about, by, how]: readonly [Name, Name, 'named' | 'withdrawn' | 'until today' | 'until yesterday'],
): Promise<void> {
  const days = { named: null, withdrawn: null, 'until today': now(), 'until yesterday': now() - DAY }[how]
  const said: Said = {
    relation: about === 'grandmother' ? 'ward' : 'child',
    until: days === null ? null : dayOf(days),
    withdrawn: how === 'withdrawn',
    despite: by === 'mother',
  }
  portal.say(about, by, said)
  await tell(world, about, by, said)
}

async function discloses({ world, portal }: Household, name: Name, disclosed: boolean): Promise<void> {
  portal.protect(name, !disclosed)
  await world.surroundings.disclose(CAST[name].id, disclosed)
}

const anybody = fc.constantFrom(...NAMES)
/** Mostly the one whom a course is about, so that their representatives meet. */
const mostly = (focus: Name) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(focus) },
    { weight: 1, arbitrary: fc.constantFrom(...REPRESENTED) },
  )
const scope = fc.oneof(fc.constantFrom(...SCOPES), fc.constantFrom(...SCOPES.slice(0, 2)))
const choice = fc.constantFrom<Choice>('stop', 'allow')
const nth = fc.nat({ max: 23 })
const where = (who: Name) => fc.constantFrom<Place>(who, who, 'kiosk')
/** Somebody at a place, about themselves or about one for whom they may act or not. */
const sitting = (focus: Name) =>
  fc
    .oneof(
      {
        weight: 6,
        arbitrary: fc
          .constantFrom(...AT_FIRST.filter(([about]) => about === focus))
          .map(([about, by]) => [by, about] as [Name, Name]),
      },
      { weight: 3, arbitrary: fc.constant([focus, focus] as [Name, Name]) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...REPRESENTATIVES), mostly(focus)) },
      { weight: 1, arbitrary: fc.tuple(anybody, anybody) },
    )
    .chain(([who, about]) => where(who).map((seat) => ({ place: seat, who, about })))
const told = ({ place: seat, who, about }: { place: Place; who: Name; about: Name }) =>
  `${who}${seat === 'kiosk' ? ' at the kiosk' : ''}${about === who ? '' : ` for ${about}`}`

const deciding = (focus: Name) =>
  fc.tuple(sitting(focus), choice, scope).map(([of, wish, reach]) =>
    step(`${told(of)}: ${wish} ${JSON.stringify(reach)}`, async (household) => {
      if (await goes(household, of)) await decides(household, of.place, wish, reach)
    }),
  )
const signing = (focus: Name) =>
  fc.tuple(sitting(focus), choice, scope).map(([of, wish, reach]) =>
    step(`${told(of)} signs only: ${wish} ${JSON.stringify(reach)}`, async (household) => {
      if (await goes(household, of)) await signs(household, of.place, wish, reach)
    }),
  )
const repeating = (focus: Name) =>
  fc.tuple(sitting(focus), mostly(focus), scope).map(([of, next, reach]) =>
    step(`${told(of)} stops, is about ${next}, and sends again`, async (household) => {
      if (await goes(household, of)) await decides(household, of.place, 'stop', reach)
      await goes(household, { ...of, about: next })
      await sends(household, of.place)
    }),
  )
const coming = (focus: Name) =>
  sitting(focus).map((of) => step(`${told(of)} comes`, (household) => goes(household, of)))
const moving = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...Object.entries(MOVES))
      .map(([name, ms]) => step(`${name} pass`, async ({ world }) => world.clock.advance(ms))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<'tonight' | Name>('tonight', 'hidden', 'child', 'sibling')
      .map((until) => step(`until midnight: ${until}`, (household) => waits(household, until))),
  },
)
const here = (name: string, run: (household: Household, seat: Place) => Promise<unknown>) =>
  nth.map((n) =>
    step(`visit ${n} ${name}`, async (household) => {
      const seats = [...household.seats.keys()].filter((seat) => household.visits.live(seat))
      const seat = seats[n % seats.length]
      if (seat) await run(household, seat)
    }),
  )
const sitsHere = (focus: Name) =>
  fc.oneof(
    nth.map((n) =>
      step(`what was signed ${n} is sent`, async (household) => {
        const signed = [...household.seats].filter(([, seat]) => seat.signed)
        const [seat] = signed[n % signed.length] ?? []
        if (seat) await sends(household, seat)
      }),
    ),
    here('is self again', becomesSelf),
    here('signs out', signsOut),
    here('asks for whom', asksForWhom),
    here('tries what is not served', strays),
    here('turns safe mode on', (household, seat) => choosesSafe(household, seat, true)),
    here('turns safe mode off', (household, seat) => choosesSafe(household, seat, false)),
    nth.chain((one) => here(`keeps ${one}`, (household, seat) => keeps(household, seat, one))),
    mostly(focus)
      .chain((who) => where(who).map((seat) => [seat, who] as const))
      .map(([seat, who]) => step(`${who} signs in at ${seat}`, (household) => signsIn(household, seat, who))),
  )
const saying = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...AT_FIRST),
        fc.constantFrom('named', 'named', 'withdrawn', 'until today', 'until yesterday'),
      )
      .map(([[about, by], how]) =>
        step(`the portal: ${by} for ${about} ${how}`, (household) => changes(household, [about, by, how])),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom<Name>('hidden', 'hidden', 'child'), fc.boolean())
      .map(([name, on]) => step(`${name} disclosed ${on}`, (household) => discloses(household, name, on))),
  },
)

const BETWEEN: Between[] = ['enterer is blocked', 'own key is blocked', 'form is given back']
/** Mostly the newest form. */
const form = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, nth)
const happening = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Between>('nothing') },
  fc.constantFrom(...BETWEEN),
)
const paper = (focus: Name) =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(nth, mostly(focus), scope, happening).map(([n, about, reach, between]) =>
        step(
          `staff ${n} and ${n + 1} record ${about}, ${between}: ${JSON.stringify(reach)}`,
          async (household) => {
            await enters(household, n, { about, scope: reach, form: 'new' })
            await confirms(household, n + 1, 0, between)
          },
        ),
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(nth, fc.tuple(mostly(focus), scope), fc.oneof(fc.constant('new' as const), form))
        .map(([n, [about, reach], which]) =>
          step(`staff ${n} enters ${which} of ${about}: ${JSON.stringify(reach)}`, (household) =>
            enters(household, n, { about, scope: reach, form: which }),
          ),
        ),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(nth, form, happening)
        .map(([n, which, between]) =>
          step(`staff ${n} confirms ${which}: ${between}`, (household) =>
            confirms(household, n, which, between),
          ),
        ),
    },
    fc
      .tuple(nth, form, fc.constantFrom('entered-wrongly', 'not-signed'))
      .map(([n, which, reason]) =>
        step(`staff ${n} gives ${which} back: ${reason}`, (household) =>
          givesBack(household, n, which, reason),
        ),
      ),
    fc.tuple(nth, fc.tuple(mostly(focus), scope)).map(([n, [about, reach]]) =>
      step(`staff ${n} enters a form of ${about}, and comes with a new key`, async (household) => {
        await enters(household, n, { about, scope: reach, form: 'new' })
        await loses(household, n)
        await confirms(household, n, 0, 'nothing')
      }),
    ),
    nth.map((n) => step(`key ${n} is lost`, (household) => loses(household, n))),
  )
const serving = fc.oneof(
  { weight: 3, arbitrary: fc.constant(step('a tick', publishes)) },
  { weight: 1, arbitrary: fc.constant(step('a restart', ({ world }) => world.restart())) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anybody, fc.constantFrom(...CELLS))
      .map(([name, cell]) =>
        step(`${name} is linked: ${Object.values(cell)}`, (household) => link(household, name, cell)),
      ),
  },
)

const steps = (focus: Name): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 14, arbitrary: deciding(focus) },
    { weight: 2, arbitrary: signing(focus) },
    { weight: 2, arbitrary: coming(focus) },
    { weight: 2, arbitrary: repeating(focus) },
    { weight: 5, arbitrary: moving },
    { weight: 6, arbitrary: sitsHere(focus) },
    { weight: 3, arbitrary: saying },
    { weight: 5, arbitrary: paper(focus) },
    { weight: 3, arbitrary: serving },
  )

/** Courses of at most so many steps, each mostly about one who is represented. */
export const courses = (most: number): fc.Arbitrary<Step[]> =>
  fc
    .constantFrom(...REPRESENTED)
    .chain((focus) => fc.array(steps(focus), { minLength: most / 2, maxLength: most }))
