import type { MockCoverage, Resident } from '../residents.ts'
import { validityOf } from './validity.ts'

/** Payload of a result; field names as far as known, the rest invented. */
export function resultPayload(of: {
  issuer: string
  resident: Resident
  sub: string
  nonce: string
  /** When the person signed in here, in ms; null: the result does not say. */
  authTime: number | null
  now: Date
  noData: boolean
}) {
  const iat = Math.floor(of.now.getTime() / 1000)
  const coverages = of.noData ? [] : of.resident.coverages
  const [newest] = coverages
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
    isNotDisclosed: of.resident.not_disclosed,
    current: current ? fields(current, newest) : null,
    history: history.map((coverage) => ({
      ...fields(coverage, newest),
      DisqualificationDate: coverage.ended_on,
    })),
  }
}

const fields = (coverage: MockCoverage, newest: MockCoverage | undefined) => ({
  InsurerNumber: coverage.insurer_number,
  InsuredCardSymbol: coverage.symbol,
  InsuredIdentificationNumber: coverage.number,
  InsuredBranchNumber: coverage.branch,
  QualificationDate: coverage.qualified_on,
  QualificationValidity: validityOf(coverage, newest),
})
