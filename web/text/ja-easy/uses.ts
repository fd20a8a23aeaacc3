import type { Messages } from '../ja.ts'

export const uses: Messages['uses'] = {
  leftTitle: 'もう渡《わた》した記録《きろく》',
  leftNone: 'コピーを渡《わた》したという知《し》らせは、ありません。',
  copy: 'コピーを渡《わた》しました。',
  copyUntil: (date) => `コピーを渡《わた》しました。${date}までに消《け》す決《き》まりです。`,
  erased: (date) => `渡《わた》したコピーは、${date}に消《け》したという知《し》らせがあります。`,
  untold: 'コピーを渡《わた》したかどうか、知《し》らせがありません。',
  approved: '使《つか》うことを認《みと》めたところ',
  approvedBy: (by, date) => `${by}（${date}）`,
  environment: '使《つか》うところ',
  environments: {
    visiting: 'データベースの中《なか》だけです。コピーは渡《わた》しません',
    copy: 'データベースの外《そと》です。コピーを渡《わた》します',
  },
  form: '記録《きろく》の形《かたち》',
  forms: {
    pseudonymised:
      '名前《なまえ》などはありません。ほかの情報《じょうほう》と合《あ》わせると、分《わ》かることがあります',
    anonymised: 'だれの記録《きろく》か、分《わ》かりません',
  },
  endsOn: '使《つか》うのが終《お》わる日《ひ》',
  eraseBy: 'いつまでに消《け》すか',
  erasedOn: '消《け》した日《ひ》（データベースの知《し》らせ）',
  order: '止《と》める前《まえ》か、あとか',
}
