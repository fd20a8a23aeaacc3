import type { Messages } from '../ja.ts'

export const outbox: Messages['outbox'] = {
  unsent: 'Not sent',
  title: 'A decision has not been sent',
  text: 'It has not been sent, so no database knows of it.',
  kept: (time) => `Kept on this device on ${time}.`,
  send: 'Check and send it',
  discard: 'Discard it without sending',
  discardedTitle: 'It was discarded',
  discardedText: 'The decision is gone. It was never sent.',
  pageOnly: 'It is not kept on this device. It is gone when you close Erabu.',
  exitDeletes: '“Leave at once” deletes this decision before it is sent.',
  waits:
    'No answer has come for a decision. It is sent once you are online. Do not close Erabu until the answer comes.',
  refused: 'A decision has not been sent.',
  self: 'yourself',
  othersWait: (who) =>
    `You made a decision about ${who}, and no answer has come. It is not known here whether it was received. It is not sent now. Choose ${who} again and look in History.`,
  othersRefused: (who) =>
    `The decision about ${who} has not been sent. Choose ${who} again and make it once more.`,
  hide: 'Hide this message',
}
