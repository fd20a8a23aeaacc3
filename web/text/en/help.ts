import type { Messages } from '../ja.ts'

export const help: Messages['help'] = {
  title: 'Help',
  lead: 'Press a question to open its answer.',
  questions: {
    card: {
      question: 'I have no My Number card',
      answer: [
        'You need a My Number card to confirm who you are for the first time. A certificate of eligibility (資格確認書) cannot do it. Without a card you cannot decide on this site.',
        'If you created a passkey before, you can sign in with the passkey alone, without the card.',
        'Some uses can be stopped without Erabu. For example, you can ask a hospital that gave you notice to stop providing your records under the Next-Generation Medical Infrastructure Act.',
      ],
    },
    pin: {
      question: 'I forgot my PIN',
      answer: [
        'Mynaportal, the government’s online service, asks for the four-digit PIN of your card’s certificate for user identification. After three wrong tries in a row it is locked.',
        'The municipal office that issued your card can reset it. In some cases an app and a machine in a convenience store can do so too (source: questions and answers of the Japanese Public Key Infrastructure, JPKI).',
        'Erabu never asks for your PIN.',
      ],
    },
    family: {
      question: 'Can I decide for my family?',
      answer: [
        'You can decide for your child, or for a person whose guardian you are, where the Mynaportal (demonstration) says that you may. Within 10 minutes of confirming who you are, you choose whom you decide for. It is not possible on a shared terminal. Others in your family confirm who they are with their own card, and decide.',
        'For providing records under the Next-Generation Medical Infrastructure Act, parents and others are said to be able to ask the hospital for people under 16, and for people who cannot judge for themselves (unofficial source).',
        'If a family shares one phone, sign out under Settings each time. That erases what is kept on the phone.',
      ],
    },
    seen: {
      question: 'Family or others must not know',
      answer: [
        'Under Settings, “When nobody may see this” hides the names of databases, hospitals and others. No notifications are sent and nothing is kept on the device. Every screen then has the button “Leave at once”.',
        'You can also turn it on right after confirming who you are, before you create a passkey. It turns on by itself if Mynaportal says that your information must not be disclosed.',
        'Some things cannot be taken away. The history of your browser may show that this site or Mynaportal was opened. Receipts that you gave away before name databases. If you share a phone, you can use a terminal at a hospital.',
        'At such a terminal you can go on without names from its second screen on. Erabu sends nothing to your home.',
        'In danger, call 110 (Japan). To talk to somebody: DV Navi #8008, or the police consultation line #9110. Not every phone reaches them, and not at all hours. They are not numbers of Erabu.',
      ],
    },
    stopped: {
      question: 'Has the use really stopped?',
      answer: [
        '“Stopped” means that the body that runs the database has reported so. Erabu also checks that the number of stops it reports, and a check value, agree with Erabu’s own records. That does not reveal every false report.',
        '“Received” means that Erabu has recorded your decision. “Notified” means that the body that runs the database has received the message. If nothing is reported in time, “Late” is shown.',
      ],
    },
    given: {
      question: 'What happens to records that were already shared?',
      answer: [
        'Records already shared cannot be taken back. They cannot be removed from finished research either.',
        'If their use was reported, you see it on the page of the database. That nothing was reported does not mean that they were not used.',
        'If you think that a report is wrong, “I think this is wrong” on that page asks the operator of Erabu.',
      ],
    },
    care: {
      question: 'Does it affect my care?',
      answer: [
        'No. Whichever you choose, your care and insurance stay the same.',
        'How hospitals share records to treat you is a separate matter from what you choose here.',
      ],
    },
    device: {
      question: 'I am changing my phone, or have lost it',
      answer: [
        'Your decisions are recorded at Erabu, not on your device. They stay the same on a new one.',
        'A passkey that is backed up also works on a new device with the same account. Settings shows whether it is backed up.',
        'If it is not, you can add a passkey under Settings before you change. After a loss, confirm who you are through Mynaportal again and create a new passkey. You can remove the old one under Settings.',
        'Sign out under Settings before you give an old device away.',
      ],
    },
    phone: {
      question: 'Can I ask by telephone?',
      answer: [
        'Questions about using Erabu are answered at the number above on weekdays from 9 am to 5 pm. The number is made up for this demonstration: nobody answers it.',
        'You cannot decide by telephone, or ask what you decided. Nobody will ask for your insurance number or PIN.',
      ],
    },
  },
  toStatus: 'See the status',
  toSettings: 'Open settings',
  toHow: 'See how it works',
}
