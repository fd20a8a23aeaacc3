import type { Messages } from '../ja.ts'

export const welcome: Messages['welcome'] = {
  title: 'Choose how your medical records are used',
  way: ['Hospitals and pharmacies', 'Databases', 'Research, companies, government'],
  lead: 'Here you stop or allow that use, at the bar (|).',
  begin: 'Start (about 5 minutes)',
  again: 'Sign in',
  points: [
    'Your care and insurance are the same whichever you choose.',
    'If you do not decide, your records may be used as the law provides.',
    'You can change it at any time, as often as you like.',
  ],
  needTitle: 'What you need',
  need: 'Your My Number card and its four-digit PIN (not used in this demonstration)',
  otherWays: 'No card, forgotten PIN, or somebody else does it for you',
  seen: 'When family or others must not know',
  noPasskeysTitle: 'You cannot decide in this browser',
  noPasskeys:
    'It does not support passkeys, with which you confirm who you are. Open this page in a newer browser such as Safari or Chrome, or use a shared terminal at a hospital.',
  moreTitle: 'More (who runs this, other ways, what it cannot do)',
  operatorTitle: 'Who runs this?',
  operator: 'The Erabu office (demonstration). It is an exhibit, not a real body.',
  waysTitle: 'Ways without a smartphone',
  ways: ['Shared terminals at hospitals and elsewhere do the same.', 'You cannot decide by telephone.'],
  paper: 'See whether a desk takes paper forms',
  limitsTitle: 'What it cannot do',
  limits: [
    'Take back records that were already shared, or take them out of finished research.',
    'Stop a database that the law does not allow to be stopped.',
    'Confirm who you are with a certificate of eligibility (資格確認書). You need a My Number card.',
  ],
}
