import { useSearchParams } from 'wouter'
import { ProofingExplained } from './ProofingExplained.tsx'
import { ProofingResult } from './ProofingResult.tsx'
import { ProofingStopped } from './ProofingStopped.tsx'

/** P2 本人確認, the first time: before the portal, after it, or after an answer that was refused. */
export function Proofing() {
  const [query] = useSearchParams()
  const request = query.get('request')
  if (query.has('error')) return <ProofingStopped why="rejected" />
  return request ? <ProofingResult id={request} /> : <ProofingExplained />
}
