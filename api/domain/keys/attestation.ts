import { isoCBOR } from '@simplewebauthn/server/helpers'

/** COSE_Key: the label of the algorithm (RFC 9052 §7.1). */
const ALG = 3

/** Why an attestation object is refused. For the log. */
export class AttestationFault extends Error {
  override name = 'AttestationFault'
}

const MEMBERS = ['fmt', 'attStmt', 'authData']
/** Offset of the AAGUID in authenticator data, and its value where the authenticator reports none. */
const AAGUID_AT = 37
const NO_AAGUID = Buffer.alloc(16)
/** Offset of the length of the credential id in authenticator data (WebAuthn L3 §6.1, §6.5.1). */
const ID_LENGTH_AT = 53
/** Bytes of a credential id (WebAuthn L3 §4 and §7.1, step 25). */
const ID_BYTES = { least: 16, most: 1023 }

/**
 * Reads an attestation object (WebAuthn L3 §6.5): exactly its three members, in CTAP2 canonical CBOR, with nothing
 * after them. @returns the credential id, and what comes after it: the key, then any extensions.
 * @throws AttestationFault
 */
export function attestedCredential(attestationObject: Uint8Array): { id: Buffer; rest: Buffer } {
  const bytes = Uint8Array.from(attestationObject)
  const object = isoCBOR.decodeFirst<Map<string, unknown>>(bytes)
  // A decoder stops at the end of the first item, and accepts encodings that are not the shortest.
  if (!Buffer.from(isoCBOR.encode(object as never)).equals(bytes))
    throw new AttestationFault(
      'an attestation object with something after it, or not in the shortest encoding',
    )
  const authData = object.get('authData')
  if (object.size !== MEMBERS.length || !MEMBERS.every((name) => object.has(name)))
    throw new AttestationFault('an attestation object with other members')
  const data = Buffer.from(authData as Uint8Array)
  const from = ID_LENGTH_AT + 2
  const length = data.readUInt16BE(ID_LENGTH_AT)
  if (length < ID_BYTES.least) throw new AttestationFault('credential id too short')
  if (length > ID_BYTES.most) throw new AttestationFault('credential id too long')
  return { id: data.subarray(from, from + length), rest: data.subarray(from + length) }
}

/**
 * Attestation says who made an authenticator, and we do not ask for it. A browser then passes on `none`. For an
 * authenticator without an AAGUID it passes on `packed` self attestation by the new key (WebAuthn L3 §5.1.3, §8.2):
 * algorithm and signature, no certificate. The signature is verified elsewhere.
 * @param key the attested COSE key. @throws AttestationFault
 */
export function checkStatement(attestationObject: Uint8Array, key: Uint8Array): void {
  const object = isoCBOR.decodeFirst<Map<string, unknown>>(Uint8Array.from(attestationObject))
  const format = object.get('fmt')
  if (format === 'none') return
  const statement = object.get('attStmt') as Map<string, unknown>
  const bySelf = statement.size === 2 && statement.has('alg') && statement.has('sig')
  const aaguid = Buffer.from(object.get('authData') as Uint8Array).subarray(AAGUID_AT, AAGUID_AT + 16)
  if (format !== 'packed' || !bySelf || !aaguid.equals(NO_AAGUID))
    throw new AttestationFault('attestation was not asked for')
  const alg = isoCBOR.decodeFirst<Map<number, unknown>>(Uint8Array.from(key)).get(ALG)
  if (statement.get('alg') !== alg) throw new AttestationFault('self attestation by another algorithm')
}
