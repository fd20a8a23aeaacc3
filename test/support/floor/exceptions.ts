/** Allowed in a script although an old browser lacks it, by the beginning of the file's name. */
export const SCRIPT: [file: string, name: string, why: string][] = [
  ['app-', '.createPolicy', 'the script returns before it where there are no Trusted Types'],
  ['app-', '.createScriptURL', 'the same'],
  ['shared-', 'AbortSignal.timeout', 'Chrome before 124 names another error, which nothing reads'],
  ['Settings-', '.traverseTo', 'asked for first: other browsers keep the entries before'],
  ['ReadAloud-', 'Highlight', 'asked for first: other browsers mark the block'],
  ['push-', 'Notification', 'asked for only where it is there'],
  ['push-', 'Notification.requestPermission', 'the same'],
  ['device-', '.toArray', 'of Dexie'],
  ['device-', '.use', 'of Dexie'],
  ['libraries-', '.use', 'of React'],
  ['libraries-', '<select is>', 'React makes it where a component asks for it'],
  ['libraries-', '.startViewTransition', 'React catches that it is missing'],
  ['libraries-', '.skipTransition', 'React calls it after the former'],
]

/** Allowed everywhere: without it a page looks plainer or appears later, and works. */
export const PLAINER = [
  // Conveniences of phones, and headings.
  '<textarea autocapitalize>',
  'cursor: pointer',
  'resize',
  'resize: vertical',
  'text-size-adjust',
  'text-wrap',
  'text-wrap: balance',
  'text-wrap: pretty',
  'text-wrap: wrap',
  'word-break: auto-phrase',
  // Readings: Safari has `user-select` under its prefix, which the build adds.
  'ruby-align',
  'ruby-align: center',
  'user-select',
  // What the first paint waits for is loaded before the rest.
  '<script fetchpriority>',
  // Systems with forced colours.
  'forced-color-adjust',
  'forced-color-adjust: none',
  // The browser itself shows which option is checked; the kiosk has a rule for browsers without it.
  ':has',
  // The sentence that is read aloud; other browsers mark its block.
  ':highlight',
  // Paper of the kiosk.
  '@page',
  'size',
]
