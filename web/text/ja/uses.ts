/** Words of P5 and P7 about the projects that used records, and about what has already left a database. */
export const uses = {
  leftTitle: 'すでに提供された記録',
  leftNone: '写しが渡されたという報告は、ありません。',
  copy: '写しが渡されています。',
  copyUntil: (date: string) => `写しが渡されています。${date}までに消す決まりです。`,
  erased: (date: string) => `渡された写しは、${date}に消したと報告されています。`,
  untold: '写しが渡されたかどうか、報告がありません。',
  approved: '承認した機関と日',
  approvedBy: (by: string, date: string) => `${by}（${date}）`,
  environment: '使う場所',
  environments: {
    visiting: 'データベースの中。写しは渡されません',
    copy: 'データベースの外。写しが渡されます',
  },
  form: '記録の形',
  forms: {
    pseudonymised: '名前などを取り除いたもの。ほかの情報と合わせると、だれの記録か分かることがあります',
    anonymised: 'だれの記録か分からないようにしたもの',
  },
  endsOn: '利用が終わる日',
  eraseBy: '消す期限',
  erasedOn: '消した日（データベースの報告）',
  order: '停止との前後',
}
