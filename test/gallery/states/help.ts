import { NOBODY } from '../answers.ts'
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
    name: 'p13-how',
    path: '/how',
    browser: 'new',
    answers: NOBODY,
    says: ({ how: w }) => [w.title, w.signTitle, w.readTitle, w.checkTitle, w.keptAll, w.save],
  },
]
