import type { Messages } from '../ja.ts'

export const missing: Messages['missing'] = {
  link: 'When records do not appear',
  title: 'When records do not appear',
  lead: 'Press what fits you to open its explanation. Whichever it is, by itself it stops nothing and allows nothing.',
  terms: {
    means: 'What it means',
    effect: 'Effect on stopping and allowing',
    act: 'What you can do',
    ask: 'Whom to ask',
  },
  situations: {
    notTold: {
      title: 'A database is missing, or none is shown',
      means:
        'Erabu shows only databases that have told it that they hold your records. If one is not shown, it may still hold records.',
      effect:
        'A database that is not shown is not stopped. A choice for all databases also applies to those that tell Erabu later.',
      act: 'The page of each database says what is in it, and whether there is a way to stop it outside of Erabu.',
      ask: 'The organisation that runs the database. Its page says what is known.',
    },
    newborn: {
      title: 'A child that was just born',
      means:
        'Until the child is enrolled and its number is registered, Mynaportal (simulated) has no coverage. Without a number nobody can tell which records are the child’s.',
      effect: 'Nothing is stopped and nothing is allowed.',
      act: 'Try again once the number is registered.',
      ask: 'The insurer that the child joins (health insurance society, Kyokai Kenpo, municipality).',
    },
    welfare: {
      title: 'I have begun to receive public assistance',
      means:
        'The numbers of public assistance identify a person too. Just after it begins, they may not be registered yet.',
      effect: 'What you chose before stays in force when your number changes.',
      act: 'Wait a few days and try again.',
      ask: 'The office that arranged the public assistance.',
    },
    unresolved: {
      title: 'I changed jobs or moved, and my number is not known yet',
      means:
        'Until the new number is registered, it does not tell whose it is. An earlier number may still do so.',
      effect: 'What you chose before stays in force when your number changes.',
      act: 'Wait a few days and try again. With a passkey you can choose without checking the number.',
      ask: 'Your insurer (health insurance society, Kyokai Kenpo, municipality).',
    },
    declined: {
      title: 'I chose not to agree at Mynaportal',
      means: 'Erabu has received nothing from Mynaportal (simulated).',
      effect: 'What you chose before stays as it is, and so do your care and insurance.',
      act: 'You can go there again at any time. With a passkey you can choose without agreeing.',
      ask: 'You need not ask anybody.',
    },
    before2020: {
      title: 'Records from before October 2020',
      means:
        'Numbers belong to one person each since October 2020. Older records may be matched by name, birth date and sex. They are then marked as a less certain match.',
      effect: 'Records that do not appear are not stopped.',
      act: 'A choice for all databases also applies to records that are matched later.',
      ask: 'The organisation that runs the database.',
    },
    card: {
      title: 'I have neither a My Number card nor a phone (certificate of eligibility)',
      means:
        'The certificate of eligibility (資格確認書) is issued free, without an application, to people without a My Number health insurance card. Erabu cannot confirm who you are with it. The first time, you need a My Number card.',
      effect: 'Without a choice, records may be used as the law permits.',
      act: 'Without a phone, you can use a shared terminal in a hospital. It needs a My Number card too.',
      ask: 'The page of each database names whom to ask where it can be stopped outside of Erabu.',
    },
  },
  toStatus: 'See where things stand',
  toHelp: 'See the help',
}
