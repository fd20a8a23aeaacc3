/** Words of the staff's page. */
export const staff = {
  title: '端末の係員',
  lead: '患者の情報は表示されません。届け出の内容を見ることも、代わりに届け出ることもできません。',
  signIn: '係員の鍵で開く',
  signOut: '閉じる',
  failed: '確認できませんでした。運営者が登録した鍵か、確かめてください。',
  register: '鍵を登録する',
  registerLead: '鍵から読み取った次の文字を運営者に渡すと、登録されます。',
  waiting: (minutes: number) => `呼ばれています（${minutes}分前から）`,
  taken: '対応中',
  noCall: '呼び出しはありません',
  take: '対応する',
  close: '対応を終える',
  start: '画面を始める',
  end: '画面を終わらせる',
  mute: '音を消す',
  unmute: '音を出す',
  online: 'つながっています',
  offline: 'つながっていません',
  blocked: '止められています',
  inUse: '使われています',
}

export type StaffMessages = typeof staff
