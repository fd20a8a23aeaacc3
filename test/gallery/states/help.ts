import { DesksFile } from '../../../api/registries/desks.ts'
import demoDesks from '../../../mocks/start/desks.json' with { type: 'json' }
import { desks, NOBODY } from '../answers.ts'
import type { ScreenState } from '../state.ts'

export const helpStates: ScreenState[] = [
  {
    name: 'p12-help',
    path: '/help',
    browser: 'new',
    answers: NOBODY,
    says: ({ help: h }) => [h.title, h.questions.card.question, h.questions.phone.question, h.toHow],
  },
  {
    name: 'p12-help-one-question',
    path: '/help#phone',
    browser: 'new',
    answers: NOBODY,
    says: ({ help: h }) => [h.title, '0120-000-000', ...h.questions.phone.answer],
  },
  {
    name: 'p12-help-paper',
    path: '/help#card',
    browser: 'new',
    answers: { ...NOBODY, 'GET /api/desks': desks(DesksFile.parse(demoDesks)) },
    says: ({ help: h, paper: p }) => [h.title, p.title, ...p.steps, p.where, p.open],
  },
  {
    name: 'p18-missing',
    path: '/missing',
    browser: 'new',
    answers: NOBODY,
    says: ({ missing: m }) => [
      m.title,
      m.lead,
      ...Object.values(m.situations).map(({ title }) => title),
      m.toStatus,
      m.toHelp,
    ],
  },
  {
    name: 'p18-missing-all-open',
    path: '/missing',
    browser: 'new',
    answers: NOBODY,
    act: async ({ page }) => {
      await page.locator('main summary').last().waitFor()
      for (const summary of await page.locator('main summary').all()) await summary.click()
    },
    says: ({ missing: m }) => [
      m.title,
      ...Object.values(m.situations).flatMap(({ means, effect, act, ask }) => [means, effect, act, ask]),
    ],
  },
  {
    name: 'p13-how',
    path: '/how',
    browser: 'new',
    answers: NOBODY,
    says: ({ how: w }) => [w.title, w.signTitle, w.readTitle, w.checkTitle, w.keptAll, w.save],
  },
]
