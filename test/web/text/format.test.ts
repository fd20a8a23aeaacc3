import { expect, test } from 'vitest'
import { wordsOf } from '../../support/words.ts'

const ja = wordsOf.ja.format
const easy = wordsOf['ja-easy'].format
const en = wordsOf.en.format

test('a day has its era and its year', () => {
  expect(ja.date('2026-11-24')).toBe('令和8年（2026年）11月24日')
  expect(ja.date('2019-05-01')).toBe('令和元年（2019年）5月1日')
  expect(ja.date('1989-01-07')).toBe('昭和64年（1989年）1月7日')
  expect(easy.date('2026-11-24')).toBe(
    '2026年《ねん》11月《がつ》｜24日《にじゅうよっか》（令和《れいわ》8年《ねん》）',
  )
  expect(easy.date('2019-05-11')).toBe(
    '2019年《ねん》5月《がつ》11日《にち》（令和《れいわ》元年《がんねん》）',
  )
  expect(easy.date('1931-01-01')).toBe(
    '1931年《ねん》1月《がつ》｜1日《ついたち》（昭和《しょうわ》6年《ねん》）',
  )
  expect(en.date('2026-11-24')).toBe('24 November 2026')
})

test('times are those of Japan', () => {
  expect(ja.dateTime('2026-11-23T15:30:00Z')).toBe('令和8年（2026年）11月24日 午前0時30分')
  expect(easy.time('2026-11-23T15:30:00Z')).toBe('午前《ごぜん》0:30')
  expect(easy.time('2026-11-24T06:05:00Z')).toBe('午後《ごご》3:05')
  expect(en.dateTime('2026-11-23T15:30:00Z')).toBe('24 November 2026 12:30 am')
})

test('a moment of today needs no day', () => {
  const now = new Date('2026-11-24T03:00:00Z')
  expect(en.moment('2026-11-24T02:05:00Z', now)).toBe('11:05 am')
  expect(en.moment('2026-11-25T02:05:00Z', now)).toBe('25 November 2026 11:05 am')
})

test('a wait is in seconds, then in minutes rounded up, and in hours where they are whole', () => {
  expect([ja.wait(3600), ja.wait(5400), ja.wait(25_200)]).toEqual(['1時間', '90分', '7時間'])
  expect([en.wait(3600), easy.wait(7200)]).toEqual(['1 hour', '2時間《じかん》'])
  expect([ja.wait(5), ja.wait(61)]).toEqual(['5秒', '2分'])
  expect([easy.wait(5), easy.wait(61), easy.wait(600)]).toEqual([
    '5秒《びょう》',
    '2分《ふん》',
    '10分《ぷん》',
  ])
  expect([en.wait(1), en.wait(60)]).toEqual(['1 second', '1 minute'])
})
