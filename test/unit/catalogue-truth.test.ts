import { describe, expect, it, test } from 'vitest'
import type { Database } from '../../api/contract/catalogue.ts'
import { FACTS, type FactName } from '../../api/contract/facts.ts'
import { withoutReadings } from '../../api/domain/text.ts'
import { CATALOGUE } from '../support/catalogue.ts'

const LANGUAGES = ['ja', 'ja-easy', 'en'] as const

function entry(id: string): Database {
  const found = CATALOGUE.find((database) => database.id === id)
  if (!found) throw new Error(`the catalogue has no ${id}`)
  return found
}

/** The Japanese text of facts. */
const said = (id: string, ...facts: FactName[]) =>
  facts.map((fact) => entry(id).facts[fact].text.ja).join('\n')
/** The same in every language, without readings. */
const saidInAll = (id: string, fact: FactName) =>
  LANGUAGES.map((language) => withoutReadings(entry(id).facts[fact].text[language]))
/** Titles of the sources of a fact. */
const sourcesOf = (id: string, fact: FactName) => entry(id).facts[fact].sources.map(({ title }) => title)

const not = (opt_out: Database['opt_out']) => CATALOGUE.filter((database) => database.opt_out === opt_out)

describe('that no way to stop was found', () => {
  it.each(not('not-yet').map(({ id }) => id))(
    'is described as our search result, not as a fact of a source: %s',
    (id) => {
      const [ja, easy, en] = saidInAll(id, 'opt_out')
      expect(ja).toMatch(/えらぶが.*探しても見つかっていません/)
      expect(easy).toMatch(/えらぶは資料をさがしました。.*見つかっていません/)
      expect(en).toMatch(/We searched and found no/)
      expect(entry(id).facts.opt_out).toMatchObject({ mark: '?', sources: [] })
    },
  )

  test('is said of no database that the law is being made for: 電子カルテ', () => {
    expect(said('ehr-db', 'opt_out')).not.toContain('検討中')
    expect(said('ehr-db', 'basis')).toContain('令和7年法律第87号、2025年12月12日公布')
    for (const basis of saidInAll('ehr-db', 'basis'))
      expect(basis).toMatch(/確認できていません|分かっていません|not confirmed/)
  })
})

describe('the databases of intractable and chronic childhood diseases', () => {
  it.each(['nanbyo-db', 'shoman-db'])('do not promise that consent can be withdrawn: %s', (id) => {
    for (const how of saidInAll(id, 'opt_out'))
      expect(how).toMatch(
        /撤回できるかどうか.*確認できていません|やめることができるか、まだ|withdrawn is not confirmed/,
      )
  })

  it.each([
    ['nanbyo-db', '臨床調査個人票'],
    ['shoman-db', '医療意見書'],
  ])('say what is in them and who receives it: %s', (id, form) => {
    expect(said(id, 'data')).toContain(form)
    for (const receiver of ['国の行政機関', '市区町村', '大学', '民間事業者', '補助金'])
      expect(said(id, 'who')).toContain(receiver)
    for (const fact of ['data', 'who', 'opt_out'] as const)
      expect(entry(id).facts[fact].sources[0]?.url).toContain('mhlw.go.jp/stf/nanbyou_kenkyu')
  })
})

test('the cancer registry says which right does not exist, and what of the amendment is not known', () => {
  expect(said('cancer-registry', 'rights')).toMatch(/開示などの請求はできない/)
  expect(said('cancer-registry', 'rights')).toMatch(
    /2025年の改正法案.*仮名化.*被保険者番号.*確認できていません/s,
  )
  expect(sourcesOf('cancer-registry', 'rights').join()).toContain('改正法案')
})

describe('databases that had no source', () => {
  it.each([
    ['vaccination-db', '匿名予防接種等関連情報', '令和4年法律第96号'],
    ['disability-db', '匿名障害福祉等関連情報', '匿名障害児福祉等関連情報'],
  ])('%s', (id, ...words) => {
    for (const word of words) expect(said(id, 'basis')).toContain(word)
    expect(sourcesOf(id, 'basis')).not.toEqual([])
    expect(entry(id).opt_out).toBe('unknown')
  })

  test('the disability database says since when it is linked with data of certified producers', () => {
    expect(said('disability-db', 'linked_with')).toMatch(/2025年12月1日.*連結/s)
  })
})

describe('under the Next-Generation Medical Infrastructure Act', () => {
  test('what waits and stops is provision by each hospital, and 30 days are practice', () => {
    for (const how of saidInAll('demo-jisedai', 'opt_out')) {
      expect(how).toMatch(/病院ごと|each hospital/)
      expect(how).toMatch(/指針|guidelines/)
      expect(how).not.toMatch(/30日間は利用されません|30日の間は、使いません|Nothing is used/)
    }
  })

  it.each(['demo-jisedai', 'ldi', 'j-mimo', 'fast-hdj'])('what is linked already stays: %s', (id) => {
    for (const database of ['NDB', '介護', 'DPC', '小慢', '障害児', '感染症', '障害福祉', '難病'])
      expect(said(id, 'exceptions')).toContain(database)
  })

  it.each(['ldi', 'j-mimo', 'fast-hdj'])('a patient can stop something today, at the hospital: %s', (id) => {
    expect(entry(id)).toMatchObject({
      opt_out: 'available',
      feed: false,
      resolver: { may_use: 'certified-producer', exception: 'item-7' },
    })
    expect(said(id, 'opt_out')).toMatch(/病院などで.*いつでも/)
    for (const fact of ['data', 'who', 'exceptions', 'linked_with', 'rights'] as const)
      expect(entry(id).facts[fact].mark).not.toBe('?')
  })
})

it.each(['ncd', 'biobank-tohoku', 'demo-registry'])(
  'research mentions the duty to act on a refusal, and the amended act as far as it is known: %s',
  (id) => {
    expect(said(id, 'rights')).toMatch(/倫理指針.*遅れずに.*理由/s)
    expect(said(id, 'basis')).toMatch(/2026年7月10日成立、7月17日公布.*2年以内.*16歳未満.*法定代理人/s)
    expect(said(id, 'basis')).toContain('公式の資料では確認できていません')
    expect(entry(id).facts).toMatchObject({ basis: { mark: 'T' }, rights: { mark: 'S' } })
  },
)

describe('entries that were missing', () => {
  it.each(['ehr-sharing', 'bbj', 'ncbn', 'other-registries', 'phr', 'private-claims', 'municipal-checkups'])(
    'are there, and claim no way to stop: %s',
    (id) => expect(entry(id)).toMatchObject({ opt_out: 'unknown', feed: false, purposes: [] }),
  )

  test('the sharing of medical records between hospitals is distinguished from research', () => {
    expect(`${entry('ehr-sharing').name.ja}${said('ehr-sharing', 'data')}`).toMatch(/3文書.*6情報/s)
    expect(said('ehr-sharing', 'data')).toMatch(/診療のため.*研究用のデータベースではありません/s)
  })
})

describe('doors', () => {
  it('that the sources name are at hospitals', () => {
    expect(
      CATALOGUE.flatMap(({ id, doors }) => doors.map(({ kind, bring, hours }) => [id, kind, bring, hours])),
    ).toEqual(
      ['midnet', 'ncd', 'ldi', 'j-mimo', 'fast-hdj'].map((id) => [id, 'hospital', undefined, undefined]),
    )
  })

  it('of which no source says what holds without an answer say nothing of it, but for the NCD', () => {
    const answered = CATALOGUE.filter(({ doors }) => doors.some(({ no_answer }) => no_answer))
    expect(answered.map(({ id }) => id)).toEqual(['ncd'])
  })
})

describe('the demonstration', () => {
  it.each(CATALOGUE.map((database) => [database.id, database] as const))(
    'alone cites what was made up, and everything that nobody else says: %s',
    (_, { demo, facts }) => {
      for (const name of FACTS) {
        const { mark, sources } = facts[name]
        const isMadeUp = sources.some(({ publisher }) => publisher === 'えらぶ')
        expect([name, isMadeUp]).toEqual([name, demo && mark === 'T'])
      }
    },
  )

  test('is the four databases that have a feed', () => {
    expect(CATALOGUE.filter(({ demo }) => demo)).toEqual(CATALOGUE.filter(({ feed }) => feed))
  })
})

test('how far a database has come is said as the sources have it', () => {
  const at = (status: Database['status']) =>
    CATALOGUE.filter((database) => database.status === status).map(({ id }) => id)
  expect([at('enacted'), at('planned')]).toEqual([['vaccination-db', 'ehr-db'], ['ehr-sharing']])
})

describe('who may use the 履歴照会・回答システム', () => {
  const mayUse = (use: Database['resolver']['may_use']) =>
    CATALOGUE.filter(({ resolver }) => resolver.may_use === use).map(({ id }) => id)

  test('no registry of a society and no biobank may', () => {
    expect(mayUse('not-allowed')).toEqual(['ncd', 'biobank-tohoku', 'bbj', 'ncbn', 'other-registries'])
  })

  test('ineligible ones of the demonstration say what is assumed', () => {
    expect(mayUse('assumed')).toEqual(['demo-registry', 'demo-biobank'])
    for (const id of mayUse('assumed'))
      for (const how of saidInAll(id, 'opt_out'))
        expect(how).toMatch(/履歴照会・回答システムを使えません|may not use the record linkage system/)
  })
})
