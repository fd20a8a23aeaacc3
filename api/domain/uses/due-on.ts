import { addDays } from '../calendar.ts'

/** Days within which a case is to be answered. */
const DUE_DAYS = 14

/** The last day on which a case that was opened on `day` is to be answered. Both `YYYY-MM-DD`, in Japan. */
export const dueOn = (day: string): string => addDays(day, DUE_DAYS)
