import type { MockCoverage, Resident } from '../residents.ts'
import type { AgeBand, RepresentedEntry } from './represents.ts'
import { validityOf, validityOfAnswer } from './validity.ts'

/** Payload of a result; field names as far as known, the rest invented. It has neither name nor birth date. */
export function resultPayload(of: {
  issuer: string
  resident: Resident
  sub: string
  nonce: string
  /** When the person signed in here, in ms; null: the result does not say. */
  authTime: number | null
  now: Date
  noData: boolean
  ageBand: AgeBand
  /** Everybody for whom this person may act. */
  represents: RepresentedEntry[]
  /** Whom the result is about, in place of whoever signed in. */
  represented: RepresentedEntry | null
}) {
  const iat = Math.floor(of.now.getTime() / 1000)
  const coverages = of.noData ? [] : of.resident.coverages
  const person = { ...of.resident, coverages }
  const current = coverages.find(({ ended_on }) => ended_on === '')
  const history = coverages.filter((coverage) => coverage !== current)
  return {
    iss: of.issuer,
    aud: 'erabu',
    sub: of.sub,
    nonce: of.nonce,
    ...(of.authTime === null ? {} : { auth_time: Math.floor(of.authTime / 1000) }),
    iat,
    exp: iat + 600,
    ResultCode: coverages.length > 0 ? 'OK' : 'NoData',
    QualificationValidity: validityOfAnswer(person),
    isNotDisclosed: of.resident.not_disclosed,
    age_band: of.ageBand,
    ...(of.represents.length > 0 ? { represents: of.represents } : {}),
    ...(of.represented ? { represented: of.represented } : {}),
    current: current ? fields(current, person) : null,
    history: history.map((coverage) => ({
      ...fields(coverage, person),
      ...(coverage.ended_on ? { DisqualificationDate: coverage.ended_on } : {}),
    })),
  }
}

const fields = (coverage: MockCoverage, person: Resident) => ({
  InsurerNumber: coverage.insurer_number,
  InsuredCardSymbol: coverage.symbol,
  InsuredIdentificationNumber: coverage.number,
  InsuredBranchNumber: coverage.branch,
  QualificationDate: coverage.qualified_on,
  QualificationValidity: validityOf(coverage, person),
})
