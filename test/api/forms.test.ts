import { describe, expect } from 'vitest'
import { FormId } from '../../api/contract/desk/entries.ts'
import type { Scope } from '../../api/contract/patient.ts'
import { versionOf } from '../../api/domain/desk/form.ts'
import { withoutReadings } from '../../api/domain/text.ts'
import { FORM_WORDS, LOCALES } from '../../api/forms/form-words.ts'
import type { World } from '../support/world.ts'
import { checked, test } from '../support/world-test.ts'

const open = async ({ origin }: World, path: string) => {
  const answer = await fetch(origin + path, { redirect: 'manual' })
  return { answer, text: await answer.text() }
}
const idIn = (text: string) => /<title>(F-[^<]+)<\/title>/.exec(text)?.[1] ?? ''

describe.for(LOCALES)('the form in %s', (locale) => {
  const words = FORM_WORDS[locale]

  test('has an id of its own each time, no script, no field and no cookie', async ({ world }) => {
    const [one, other] = [await open(world, `/forms/${locale}`), await open(world, `/forms/${locale}`)]
    expect(one.answer.headers.get('cache-control')).toBe('no-store')
    expect(one.answer.headers.getSetCookie()).toEqual([])
    expect(FormId.safeParse(idIn(one.text)).success).toBe(true)
    expect(idIn(one.text)).not.toBe(idIn(other.text))
    expect(one.text).toContain(versionOf(locale))
    expect(one.text).not.toMatch(/<script|<input|<form|style="/)
  })

  test('says exactly what screens publish for the same stop', async ({ world }) => {
    const published = (scope: Scope) =>
      world.deps.texts.about(scope).find((one) => one.choice === 'stop' && one.locale === locale)?.words
    const said = (scope: string) => [words.stop(scope), ...words.consequences].map(withoutReadings).join('\n')
    const name = (id: string) => {
      const names = world.deps.databases.find(id)?.name
      return names?.[locale] ?? names?.ja ?? ''
    }
    expect(said(words.everything)).toBe(published({ all: true }))
    expect(said(words.purposeEverywhere(words.purposes.research))).toBe(published({ purpose: 'research' }))
    expect(said(name('demo-biobank'))).toBe(published({ database: 'demo-biobank' }))
    const { text } = await open(world, `/forms/${locale}`)
    const plain = text.replaceAll(/<rt>[^<]*<\/rt>|<[^>]+>/g, '').replaceAll('&#39;', "'")
    for (const scope of [words.everything, name('demo-registry'), name('demo-jisedai')])
      expect(plain).toContain(withoutReadings(words.stop(scope)))
    for (const sentence of words.consequences) expect(plain).toContain(withoutReadings(sentence))
    expect(plain).not.toContain(withoutReadings(words.stop(name('demo-statutory'))))
    for (const desk of world.deps.desks.all()) expect(plain).toContain(desk.address[locale])
  })

  test('is found from a page that says where it is taken', async ({ world }) => {
    const { answer, text } = await open(world, `/forms?lang=${locale}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8'])
    expect(text).toContain(`href="/forms/${locale}"`)
    for (const desk of world.deps.desks.all()) expect(text).toContain(desk.address[locale])
    const plain = text.replaceAll(/<rt>[^<]*<\/rt>|<[^>]+>/g, '').replaceAll('&#39;', "'")
    for (const sentence of [words.apart.title, ...words.apart.text])
      expect(plain).toContain(withoutReadings(sentence))
    expect(plain).toContain('#8008')
  })
})

checked({ settings: { ERABU_DESKS: '' } })(
  'without a desk there is no form, and the page says so',
  async ({ world }) => {
    const { answer } = await open(world, '/forms/ja')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/forms?lang=ja'])
    const { text } = await open(world, '/forms')
    expect(text).toContain(FORM_WORDS.ja.noDesk)
    expect(text).not.toContain('href="/forms/ja"')
  },
)
