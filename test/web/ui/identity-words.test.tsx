// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { passkeySupport } from '../../../web/data/passkey/support.ts'
import { ProofingExplained } from '../../../web/features/identity/ProofingExplained.tsx'
import { languages } from '../../../web/text/language.ts'
import { messagesOf } from '../../support/words.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/passkey/support.ts')

test.each(languages)('the named basis is an assumed exception, and not consent (%s)', (language) => {
  const { basisShort } = messagesOf[language].identity
  const basis = messagesOf[language].basis.text
  expect(basisShort).toMatch(/156条の2|156-2/)
  expect(basisShort).toMatch(/模擬の想定|見本の考え|assumed/)
  expect(basisShort).not.toMatch(/同意|consent|194/i)
  expect(basis).toMatch(/第7号.*第8号|\(vii\).*\(viii\)/s)
  // Article 194-2 (194条の2) forbids everybody to ask anybody for the number.
  expect(basis).toMatch(/194条の2.*禁|禁止.*194条の2|194-2.*forbid/s)
  expect(basis).toMatch(/同意が例外になるのは.*第3号|同意だけで聞いてもよいのは|Consent is an exception only/)
})

test.each(languages)('the first page says so, too (%s)', (language) => {
  expect(messagesOf[language].welcome.limits.join('\n')).toMatch(
    /資格確認書.*(マイナンバーカード|My Number card)/,
  )
})

test('the page before the portal says what a 資格確認書 cannot do', async () => {
  vi.mocked(passkeySupport).mockReturnValue('available')
  const { noCard } = messagesOf.ja.identity
  expect(noCard).toMatch(/資格確認書では、本人確認ができません.*申請しなくても無料/)
  expect((await render(<ProofingExplained />)).textContent).toContain(noCard)
})

test.each(languages)('the list of received data names the numbers of 生活保護 (%s)', (language) => {
  expect(messagesOf[language].basis.receive).toMatch(/公費負担者番号.*受給者番号|payer.*recipient/s)
})
