/** Words of P4 below the answer: databases that linked nothing, and those that cannot be stopped here. */
export const others = {
  moreTitle: (count: number) => `もっと見る（ほかのデータベース ${count}件）`,
  unlinkedTitle: '記録を持っているという知らせがないデータベース',
  unlinkedText:
    'あなたの記録を持っているという知らせは、届いていません。今後、連結された場合にも、この届け出が適用されます。',
  elsewhereTitle: 'ここでは届け出られないデータベース',
  elsewhereText: 'それぞれの理由と、ほかにできることを見られます。',
  holdsUnknown: 'あなたの記録があるかどうかは、ここでは分かりません。',
}
