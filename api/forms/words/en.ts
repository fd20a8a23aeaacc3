import type { FormWords } from './words.ts'

export const en: FormWords = {
  tag: 'en',
  language: 'English',
  title: 'To stop the use of my health records',
  lead: 'Tick and sign this form and hand it in at a desk. It stops the use of your records for research and the like.',
  everything: 'all databases',
  purposeEverywhere: (purpose) => `${purpose} (all databases)`,
  purposes: {
    research: 'Research by universities and public bodies',
    industry: 'Research and development by companies',
    policy: 'Public policy',
  },
  stop: (scope) => `For ${scope}: I do not allow the use of my records.`,
  consequences: [
    'My care and insurance stay the same.',
    'Records already shared cannot be taken back, nor taken out of finished research.',
    'The decision counts from the moment it is received.',
    'I can change it at any time.',
  ],
  choose: 'Tick only one of 1, 2 and 3',
  chooseAll: '1  Everything',
  choosePurpose: '2  Only one purpose (tick one)',
  chooseDatabases: '3  By database (any number)',
  sign: 'Day and signature',
  day: 'Day',
  signature: 'Your signature',
  noNumber: 'Do not write an insurance number or My Number. This form has no place for one.',
  bring:
    'Show your My Number card or your certificate of eligibility (資格確認書) at the desk. Nobody asks for a number.',
  where: 'Where to hand it in',
  next: [
    'Two of the staff check and record it. It is received once the second of them has recorded it.',
    'Then you get a receipt with a number. Until you have it, nothing is stopped.',
  ],
  onlyStop:
    'A desk cannot record that you allow. Sign in to Erabu with your own passkey to change this at any time.',
  number: 'Number of this form',
  demo: 'This is a demonstration. Nothing real is decided with it.',
  pageTitle: 'Decide on paper',
  pageLead: 'You can stop the use of your records without a phone. Print the form and hand it in at a desk.',
  print: 'Open the form',
  printHow:
    'Print it from your browser. It is one page A4. Each has a number of its own, so a copy is not taken.',
  apart: {
    title: 'When family or others must not know',
    text: [
      'Nothing is sent to your home, and nobody calls you. A receipt, and a form that is given back, are handed out at the desk only.',
      'The receipt has no name of a database and no code that tells the desk. Ask the staff if you want them on it.',
      'The form shows which databases you ticked. With “1  Everything” you stop all of them without ticking a name.',
      'In danger, call 110. To talk to somebody: DV Navi #8008, or the police consultation line #9110 (both in Japan). Not every phone reaches them, and not at all hours.',
    ],
  },
  noDesk: 'No desk takes forms now.',
  hours: 'Hours',
  phone: 'Phone',
  home: 'Erabu’s first page',
}
