import type { Desk } from '../../api/contract/desk/staff.ts'

const inAll = (words: string) => ({ ja: words, 'ja-easy': words, en: words })

/** Desks of every test world. */
export const DESKS: Desk[] = [
  {
    id: 'city-hall',
    name: inAll('試験市役所'),
    address: inAll('試験市本町1'),
    hours: inAll('平日 9:00–17:00'),
    phone: '000-000-0001',
  },
  {
    id: 'ward-office',
    name: inAll('試験区役所'),
    address: inAll('試験区本町2'),
    hours: inAll('平日 9:00–17:00'),
    phone: null,
  },
]
