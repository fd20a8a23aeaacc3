import type { PeopleAnswer } from '../../../api/contract/acting.ts'
import { type Answer, type Answers, problem, session, USUAL } from '../answers.ts'
import type { Hands, ScreenState } from '../state.ts'

const LATER = '2099-01-01T00:00:00Z'
const json = (value: unknown): Answer => ({ json: value })

export const PEOPLE = json({
  people: [
    { id: 'elder', relation: 'child', until: '2027-03-31' },
    { id: 'younger', relation: 'child', until: '2032-10-10' },
    { id: 'ward', relation: 'ward', until: null },
  ],
  known_until: LATER,
} satisfies PeopleAnswer)

const REPRESENTS: Answers = {
  ...USUAL,
  'GET /api/session': session({ proofed: true, represents: 3 }),
  'GET /api/people': PEOPLE,
}

/** Writes what the owner of this device calls two people, as the app stores it. Runs in the page. */
const writeFamily = () =>
  new Promise<void>((resolve, reject) => {
    const request = indexedDB.open('erabu')
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const transaction = request.result.transaction('snapshots', 'readwrite')
      const acted_at = '2026-11-24T01:00:00Z'
      const value = [
        { id: 'elder', relation: 'child', label: '上の子', acted_at },
        { id: 'ward', relation: 'ward', label: '母', acted_at },
      ]
      transaction.objectStore('snapshots').put({ name: 'family', v: 1, as_of: acted_at, value })
      transaction.oncomplete = () => {
        request.result.close()
        resolve()
      }
    }
  })

async function withFamily({ page, t }: Hands): Promise<void> {
  await page.getByText(t.people.familyNone).waitFor()
  await page.evaluate(writeFamily)
  await page.reload()
}

export const peopleStates: ScreenState[] = [
  {
    name: 'p19-people',
    path: '/people',
    answers: REPRESENTS,
    says: ({ people: p }) => [
      p.title,
      p.self,
      p.nth(p.relations.child, '1'),
      p.nth(p.relations.child, '2'),
      p.relations.ward,
      p.which,
      p.next,
    ],
  },
  {
    name: 'p19-people-nothing-chosen',
    path: '/people',
    answers: REPRESENTS,
    act: ({ t, tap }) => tap(t.people.next),
    says: ({ people: p, shell }) => [p.title, shell.errorHeading, p.need],
  },
  {
    name: 'p19-people-refused',
    path: '/people',
    answers: { ...REPRESENTS, 'POST /api/session/acting': problem('portal-unavailable') },
    act: async ({ page, t, tap }) => {
      await page.locator('input[value=elder]').check()
      await tap(t.people.next)
    },
    says: ({ people: p, refusals }) => [p.title, ...refusals.codes['portal-unavailable']],
  },
  {
    name: 'p19-nobody',
    path: '/people',
    answers: { ...REPRESENTS, 'GET /api/people': json({ people: [], known_until: LATER }) },
    says: ({ people: p, shell }) => [p.noneTitle, p.none, shell.toStatus],
  },
  {
    name: 'p19-proofing-first',
    path: '/people',
    answers: { ...USUAL, 'GET /api/people': problem('proofing-required') },
    says: ({ people: p }) => [p.askTitle, p.ask, p.toPortal],
  },
  {
    name: 'p19-family-none',
    path: '/family',
    answers: USUAL,
    says: ({ people: p }) => [p.familyTitle, p.familyLead, p.familyNone, p.link],
  },
  {
    name: 'p19-family',
    path: '/family',
    answers: USUAL,
    act: withFamily,
    says: ({ people: p }) => [
      p.familyTitle,
      p.labelled('上の子', p.relations.child),
      p.stateLater,
      p.remove('母'),
    ],
  },
  {
    name: 'p4-may-act',
    path: '/status',
    answers: REPRESENTS,
    says: (t) => [t.databases.title, t.people.offer, t.people.choose],
  },
]
