/** Words of the page with which an installer checks a terminal. */
export const check = {
  title: '端末の点検',
  lead: '患者が使い始める前と、端末や設定を変えたあとに、端末そのものの画面でひと通り確かめます。',
  looking: '調べています',
  summary: (failed: number, open: number, passed: number) =>
    `不合格 ${failed}、これから ${open}、合格 ${passed}`,
  verdicts: { pass: '合格', fail: '不合格', 'to-try': '試す', 'by-hand': '手で確かめる' },
  again: 'もう一度調べる',
  toKiosk: '待ち受けの画面を開く',
  paper: 'えらぶ 端末の点検',
  /** For each item: what it is about, and what to do. */
  checks: {
    secure: ['安全な接続', 'アドレスを https:// で始めます。そうでないと、カードで確認できません。'],
    registered: [
      '端末の登録',
      'npm run kiosk が出すアドレスの # から後ろを、この画面のアドレスの後ろに付けて開きます。kiosk-refused のときは、登録がないか、止められています。',
    ],
    network: ['通信', '1秒以内に返事が来ません。通信の経路を確かめます。'],
    clock: ['時計', '端末の時計がサーバーとずれています。NTP で合わせます。'],
    screen: ['画面の大きさ', '縦は 1080×1920、横は 1280×800 以上の画面にします。'],
    fullScreen: [
      '全画面',
      '--kiosk を付けて起動し、拡大率を 100 % にします。数は、ページの大きさと画面の大きさです。',
    ],
    millimetres: [
      'ボタンの大きさ',
      '下の黄色い帯に、カード（運転免許証の大きさ）の長い辺を当てます。帯がカードと同じか長ければ合格です。短いときは、OS の拡大率を上げます。',
    ],
    touch: ['タッチ', 'タッチパネルが見つかりません。接続とドライバーを確かめます。'],
    gestures: [
      '指の操作',
      '2本の指で広げ、画面の端から横に払います。何も動かなければ合格です。動くときは、--disable-pinch と --overscroll-history-navigation=0 を付けます。',
    ],
    stored: [
      '残っているもの',
      '前のものが残っています。プロファイルを tmpfs に置き、起動のたびに消します。HttpOnly の Cookie は、ここからは見えません。',
    ],
    volume: [
      'プロファイルの置き場所',
      '置き場所が大きすぎます。ディスクの上にあるようです。512 MB の tmpfs を作り、--user-data-dir で指します。',
    ],
    cleared: [
      '終わりの消去',
      'すべての場所に印を付けて終わりの処理をしましたが、消えないものがあります。Chromium の版と、間にあるプロキシが Clear-Site-Data を落としていないかを確かめます。',
    ],
    back: [
      '「戻る」で前の画面が出ないこと',
      'ほかより先に試します。ほかの画面へ移り、終わりの処理をして戻ると、この画面は新しく始まります。前の画面がそのまま出たときは不合格です。Chromium を新しくします。',
    ],
    power: [
      '停電',
      '印を付けてから電源を抜き、入れ直して、この画面を開きます。「残っているもの」が合格なら、何も残りません。',
    ],
    platform: [
      '端末自身のパスキー',
      '端末の指紋や暗証番号でパスキーを作れる状態です。OS の設定で止めます。サーバーも、これを受け付けません。',
    ],
    reader: [
      'カードの読み取り機',
      '試験用のカードをかざします。カードには何も残りません。うまくいかないときは、読み取り機の接続、udev の権限、カードの暗証番号の設定を確かめます。',
    ],
    removal: [
      'カードを抜いたとき',
      'カードを置いてから取ります。読み取り機が知らせれば、合格に変わります。変わらない読み取り機では、患者が「やめて終わる」を押すか、時間が過ぎると終わります。',
    ],
    voice: [
      '読み上げの声',
      'speech-dispatcher と、日本語と英語の声を入れ、--enable-speech-dispatcher を付けて起動します。',
    ],
    sound: [
      '知らせの音',
      '--autoplay-policy=no-user-gesture-required を付けて起動します。音の大きさは耳で確かめます。',
    ],
    print: [
      '印刷',
      '試しに印刷します。確認の窓が出ずに 80 mm の紙が出て、72 mm の線が両端まで切れずに見えれば合格です。窓が出るときは、--kiosk-printing を付けます。',
    ],
    pages: [
      'ほかのページが開かないこと',
      'この端末に要らないページを開いてみます。開いたときは不合格です。URLBlocklist と URLAllowlist を置きます。',
    ],
    policies: [
      'ポリシー',
      'ここからは見えません。/etc/chromium/policies/managed/ のファイルが、アドレスのほかは web/kiosk/machine/policies.json と同じか確かめます。',
    ],
    visit: [
      '通しの確認',
      '試験用のカードで、はじめから控えの印刷まで進み、次の人の画面に何も残らないことを目で確かめます。係員を呼び、係員の画面に出ることも確かめます。',
    ],
  } satisfies Record<string, [title: string, todo: string]>,
  tries: {
    back: '移って戻る',
    power: '印を付ける',
    reader: 'カードをかざして試す',
    print: '試しに印刷する',
    pages: '開いてみる',
  },
}

export type CheckMessages = typeof check
