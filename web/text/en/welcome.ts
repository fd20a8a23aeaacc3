import type { Messages } from '../ja.ts'

export const welcome: Messages['welcome'] = {
  title: 'Choose how your medical records are used',
  lead: 'Records from hospitals and pharmacies are collected in databases and may be used for research and other purposes. Here you choose to stop or to allow that use.',
  uses: 'What they are used for',
  usesText:
    'Research by universities and public bodies, research and development by companies, and public policy.',
  nothing: 'If you do nothing',
  nothingText: 'They may be used as the law and other rules provide.',
  care: 'Effect on your care',
  careText: 'None. Your care and insurance are the same whichever you choose.',
  change: 'Later',
  changeText: 'You can change it at any time, as often as you like.',
  begin: 'Start',
  beginHint: 'It takes about 5 minutes.',
  again: 'Sign in',
  moreTitle: 'More (who runs this, other ways, what it cannot do)',
  operatorTitle: 'Who runs this?',
  operator: 'The Erabu office (demonstration). It is an exhibit, not a real body.',
  waysTitle: 'Ways without a smartphone',
  ways: [
    'Shared terminals at hospitals and elsewhere do the same.',
    'There is no paper form, telephone or counter yet.',
  ],
  limitsTitle: 'What it cannot do',
  limits: [
    'Take your records out of what was already handed over, or out of finished research.',
    'Stop a database that the law does not allow to be stopped.',
  ],
}
