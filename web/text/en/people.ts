import type { Messages } from '../ja.ts'

export const people: Messages['people'] = {
  title: 'Whom do you decide for?',
  lead: 'The Mynaportal (demonstration) says for whom you may decide. We have received no names.',
  legend: 'Whom is it about?',
  self: 'Me',
  selfHint: 'About my own records.',
  relations: { child: 'My child', ward: 'The person whose guardian I am' },
  nth: (who, number) => `${who} (${number})`,
  labelled: (label, who) => `${label} (${who})`,
  until: (date) => `You may decide until ${date}.`,
  open: 'No last day was given.',
  grown: 'A child who has reached the age of deciding alone is not listed here. They decide for themselves.',
  which:
    'The next page shows their coverage, by which you can tell who it is. If it is another person, choose again.',
  need: 'Choose whom you decide for',
  next: 'Continue',
  choosing: 'Checking.',
  noneTitle: 'There is nobody you may decide for',
  none: 'The Mynaportal (demonstration) names nobody for whom you may decide.',
  askTitle: 'Decide for somebody in your care',
  ask: 'You can decide for your child, or for a person whose guardian you are. First confirm at the Mynaportal (demonstration) who you are. For 10 minutes after that you can choose whom you decide for.',
  toPortal: 'Confirm who you are',
  toFamily: 'See your names for them',
  link: 'Decide for somebody in your care',
  offer:
    'For 10 minutes after you confirmed who you are, you can also decide for your child, or for a person whose guardian you are.',
  choose: 'Choose whom you decide for',
  again: 'Choose another person',

  region: 'You decide for somebody else',
  about: (who) => `About: ${who}`,
  left: (wait) => `${wait} left`,
  back: 'Back to me',
  leaving: 'Going back.',

  overTitle: 'The time to decide for somebody is over',
  withdrawnTitle: 'You may no longer decide for this person',
  withdrawn:
    'The Mynaportal (demonstration) does not say now that you may decide for this person. It may be that they have reached the age of deciding alone, or that custody or guardianship has changed.',
  kept: 'Decisions that were received are kept. What was not sent is gone. No records of this person are on this device.',
  on: 'To go on, go back to yourself and confirm again at the Mynaportal (demonstration) who you are.',
  onWithdrawn:
    'From now on they decide themselves, or somebody else decides for them. If you think this is wrong, go back to yourself and confirm again at the Mynaportal (demonstration) who you are.',
  toPortalAgain: 'Back to me, then confirm again',
  ownTitle: 'This page cannot be opened now',
  own: 'This page is about yourself. It cannot be opened now because you are deciding for somebody else. To open it, go back to yourself.',
  toState: 'See this person’s status',

  changedTitle: 'Another tab has changed whom this is about',
  changed: 'What you had chosen here and not sent is gone.',
  changedWho:
    'This page is now about the person named beside “Back to me”. Check who that is by their health insurance before you go on.',
  changedSelf: 'This page is now about yourself.',
  changedOn: 'Check who this is',
  changedOnSelf: 'See my status',

  familyTitle: 'Your names for your family',
  familyLead: 'They are kept on this device only, and are never sent. They go when this device is erased.',
  familyNone:
    'There is none yet. You can give one while you decide for somebody, on the page of their details.',
  acted: (time) => `Last chosen: ${time}`,
  stateLater:
    'To see how things are now, confirm at the Mynaportal (demonstration) who you are, then choose this person.',
  remove: (label) => `Delete “${label}”`,
  removed: (label) => `“${label}” is deleted. No decision has changed.`,
  labelTitle: 'Give this person a name of your own',
  label: 'Name (such as: the elder)',
  labelHint: 'It is kept on this device only. At most 20 characters. Write no real name and no number.',
  labelSave: 'Keep this name',
  labelSaved: 'Kept.',
  labelNeed: 'Write a name',
  labelLong: 'Use at most 20 characters',
  labelNumber: 'Do not write a number',
  labelRefused: 'It could not be kept on this device.',

  askedTitle: { child: 'Decided by your family', ward: 'Decided by your guardian' },
  asked:
    'It still counts. You can leave it as it is, or decide yourself and change it. Until you answer, it counts.',
  askedOn: (date) => `Decided on ${date}`,
  keep: 'Leave it as it is',
  change: 'Change it',
  keptTitle: 'It is left as it is',
  keptText: 'The decision has not changed. You can change it at any time.',
}
