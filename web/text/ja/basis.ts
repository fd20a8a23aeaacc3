/** Words on the legal basis of asking the portal, loaded when they are shown. */
export const basis = {
  heading: 'なぜマイナポータルに尋ねるのですか',
  text: '健康保険法 第194条の2 などは、だれの番号であっても、だれに対しても、保険の番号を告げるように求めることを禁じています（告知要求の制限）。例外は決められています。ここでは、認定作成事業者の事業（健康保険法施行規則 第156条の2第2項 第7号）か、通知を受けた本人の医療情報の取得（第8号）にあたると考えています（模擬の想定）。同意が例外になるのは、給付の請求（第3号）だけです。番号は、マイナポータルから直接受け取ります。',
  receiveHeading: '何を受け取りますか',
  receive:
    '保険者番号、記号・番号、枝番、資格を取得した日とその履歴です。生活保護の方は、公費負担者番号と受給者番号です。画面に表示するだけで、保存されません。',
  declineHeading: '断ったとき',
  decline: '診療や保険の扱いは変わりません。ほかの届け出の方法は、まだありません。',
}

/** Every message on the legal basis. Each language has exactly these. */
export type BasisMessages = typeof basis
