/**
 * The rooms of `web/data`, from the highest to the lowest. A room imports itself and the rooms below it. A kiosk
 * imports none that belongs to a patient's own device.
 */
export const ROOMS = ['patient', 'device', 'decision', 'passkey', 'state', 'http']

const PATIENT_ONLY = ['patient', 'device']

/** The room of a file, by its path from the project's root or an absolute one. Undefined outside `web/data`. */
export const roomOf = (path: string): string | undefined => /(?:^|\/)web\/data\/([^/]+)/.exec(path)?.[1]

/** Whether a file is only for a patient's own device. A kiosk must neither import nor fetch it. */
export const isPatientOnly = (path: string): boolean => PATIENT_ONLY.includes(roomOf(path) ?? '')
