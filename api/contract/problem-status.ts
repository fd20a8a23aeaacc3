import { DESK_PROBLEMS, HOLDER_PROBLEMS, SCREEN_PROBLEMS } from './problems.ts'

/** Every problem that the api can answer, with its HTTP status. */
export const PROBLEM_STATUS = { ...SCREEN_PROBLEMS, ...HOLDER_PROBLEMS, ...DESK_PROBLEMS }
