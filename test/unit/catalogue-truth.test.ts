import { describe, expect, it, test } from 'vitest'
import type { Database } from '../../api/contract/catalogue.ts'
import { withoutReadings } from '../../api/domain/text.ts'
import { CATALOGUE } from '../support/catalogue.ts'

const LANGUAGES = ['ja', 'ja-easy', 'en'] as const
type Part = 'name' | 'basis' | 'how' | 'data' | 'who' | 'exceptions' | 'rights'

function entry(id: string): Database {
  const found = CATALOGUE.find((database) => database.id === id)
  if (!found) throw new Error(`the catalogue has no ${id}`)
  return found
}

/** The Japanese text of an entry; empty where it has none. */
const said = (id: string, ...parts: Part[]) => parts.map((part) => entry(id)[part]?.ja ?? '').join('\n')
/** The same in every language, without readings. */
const saidInAll = (id: string, part: Part) =>
  LANGUAGES.map((language) => withoutReadings(entry(id)[part]?.[language] ?? ''))

const not = (opt_out: Database['opt_out']) => CATALOGUE.filter((database) => database.opt_out === opt_out)

describe('that no way to stop was found', () => {
  it.each(not('not-yet').map(({ id }) => id))(
    'is described as our search result, not as a fact of a source: %s',
    (id) => {
      const [ja, easy, en] = saidInAll(id, 'how')
      expect(ja).toMatch(/えらぶが.*探しても見つかっていません/)
      expect(easy).toMatch(/えらぶは資料をさがしました。.*見つかっていません/)
      expect(en).toMatch(/We searched and found no/)
      expect(entry(id).mark).toContain('absence: searched')
    },
  )

  test('is said of no database that the law is being made for: 電子カルテ', () => {
    expect(said('ehr-db', 'how')).not.toContain('検討中')
    expect(said('ehr-db', 'basis')).toContain('令和7年法律第87号、2025年12月12日公布')
    for (const basis of saidInAll('ehr-db', 'basis'))
      expect(basis).toMatch(/確認できていません|分かっていません|not confirmed/)
  })
})

describe('the databases of intractable and chronic childhood diseases', () => {
  it.each(['nanbyo-db', 'shoman-db'])('do not promise that consent can be withdrawn: %s', (id) => {
    for (const how of saidInAll(id, 'how'))
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
    expect(entry(id).source).toContain('mhlw.go.jp/stf/nanbyou_kenkyu')
  })
})

test('the cancer registry says which right does not exist, and what of the amendment is not known', () => {
  expect(said('cancer-registry', 'rights')).toMatch(/開示などの請求はできない/)
  expect(said('cancer-registry', 'rights')).toMatch(
    /2025年の改正法案.*仮名化.*被保険者番号.*確認できていません/s,
  )
  expect(entry('cancer-registry').source).toContain('改正法案')
})

describe('databases that had no source', () => {
  it.each([
    ['vaccination-db', '匿名予防接種等関連情報', '令和4年法律第96号'],
    ['disability-db', '匿名障害福祉等関連情報', '匿名障害児福祉等関連情報'],
  ])('%s', (id, ...words) => {
    for (const word of words) expect(said(id, 'basis')).toContain(word)
    expect(entry(id).source).not.toBe('')
    expect(entry(id).opt_out).toBe('unknown')
  })

  test('the disability database says since when it is linked with data of certified producers', () => {
    expect(said('disability-db', 'who')).toMatch(/2025年12月1日.*連結/s)
  })
})

describe('under the Next-Generation Medical Infrastructure Act', () => {
  test('what waits and stops is provision by each hospital, and 30 days are practice', () => {
    for (const how of saidInAll('demo-jisedai', 'how')) {
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
    expect(entry(id)).toMatchObject({ opt_out: 'available', feed: false, resolver: 'certified-producer' })
    expect(said(id, 'how')).toMatch(/病院などで.*いつでも/)
    for (const part of ['data', 'who', 'exceptions', 'rights'] as const) expect(said(id, part)).not.toBe('')
  })
})

it.each(['ncd', 'biobank-tohoku', 'demo-registry'])(
  'research mentions the duty to act on a refusal, and the amended act as far as it is known: %s',
  (id) => {
    expect(said(id, 'rights')).toMatch(/倫理指針.*遅れずに.*理由/s)
    expect(said(id, 'rights')).toMatch(/2026年7月10日成立、7月17日公布.*2年以内.*16歳未満.*法定代理人/s)
    expect(said(id, 'rights')).toContain('公式の資料では確認できていません')
  },
)

describe('entries that were missing', () => {
  it.each(['ehr-sharing', 'bbj', 'ncbn', 'other-registries', 'phr', 'private-claims', 'municipal-checkups'])(
    'are there, and claim no way to stop: %s',
    (id) => expect(entry(id)).toMatchObject({ opt_out: 'unknown', feed: false, purposes: [] }),
  )

  test('the sharing of medical records between hospitals is distinguished from research', () => {
    expect(said('ehr-sharing', 'name', 'data')).toMatch(/3文書.*6情報/s)
    expect(said('ehr-sharing', 'how')).toMatch(/診療のため.*研究用のデータベースではありません/s)
  })
})

describe('every entry', () => {
  it.each(CATALOGUE.map(({ id, source, mark }) => [id, mark, source]))(
    'has a mark, and a source unless it is ?: %s',
    (_, mark, source) => {
      expect(mark).toMatch(/^(S|T|demo|\?)/)
      expect(source === '').toBe(mark === '?')
    },
  )

  it.each(CATALOGUE.map(({ id }) => id))('says everything in three languages: %s', (id) => {
    for (const part of ['name', 'basis', 'how', 'data', 'who', 'exceptions', 'rights'] as const)
      if (entry(id)[part]) expect(saidInAll(id, part)).not.toContain('')
  })
})

describe('who may use the 履歴照会・回答システム', () => {
  const mayUse = (use: Database['resolver']) =>
    CATALOGUE.filter(({ resolver }) => resolver === use).map(({ id }) => id)

  test('no registry of a society and no biobank may', () => {
    expect(mayUse('not-allowed')).toEqual(['ncd', 'biobank-tohoku', 'bbj', 'ncbn', 'other-registries'])
  })

  test('ineligible ones of the demonstration say what is assumed', () => {
    expect(mayUse('assumed')).toEqual(['demo-registry', 'demo-biobank'])
    for (const id of mayUse('assumed'))
      for (const how of saidInAll(id, 'how'))
        expect(how).toMatch(/履歴照会・回答システムを使えません|may not use the record linkage system/)
  })
})
