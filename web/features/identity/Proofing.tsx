import { useSearchParams } from 'wouter'
import { ProofingExplained } from './ProofingExplained.tsx'
import { ProofingRefused } from './ProofingRefused.tsx'
import { ProofingResult } from './ProofingResult.tsx'

/** P2 本人確認, the first time: before the portal, after it, or after a refused answer. */
export function Proofing() {
  const [query] = useSearchParams()
  const request = query.get('request')
  if (query.has('error')) return <ProofingRefused />
  return request ? <ProofingResult id={request} /> : <ProofingExplained />
}
