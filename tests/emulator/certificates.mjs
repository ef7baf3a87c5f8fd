/**
 * Uploaded certificates, and the proof of possession. The judge is OpenSSL by way of Node's crypto: it shares no code with
 * what it judges.
 */
import { X509Certificate } from 'node:crypto'

const mostCharacters = 96 * 1024

/**
 * What the service is known to take: base64 of DER, base64 of the PEM file's text, that text itself, and what newest azure-cli
 * sends, which is one of these in base64 once more.
 * @param {unknown} text the body's `certificate`
 * @returns {X509Certificate | null}
 */
export function readUpload(text) {
    if (typeof text !== 'string' || text.length > mostCharacters) return null
    if (isPem(text)) return parsed(text)
    const once = fromBase64(text)
    if (once === null) return null
    const inner = once.toString('latin1')
    if (isPem(inner)) return parsed(once)
    const twice = fromBase64(inner)
    return parsed(twice ?? once)
}

const isPem = (text) => text.includes('-----BEGIN CERTIFICATE-----')

function fromBase64(text) {
    const plain = text.replaceAll(/\s/g, '')
    return plain !== '' && plain.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(plain) ? Buffer.from(plain, 'base64') : null
}

function parsed(octets) {
    try {
        return new X509Certificate(octets)
    } catch {
        return null
    }
}

/** SHA-1 over the DER, 40 upper-case hex digits. */
export const thumbprintOf = (certificate) => certificate.fingerprint.replaceAll(':', '')

/** The CN of the subject; null where there is none, or several. */
export function commonNameOf(certificate) {
    const name = certificate.toLegacyObject().subject?.CN
    return typeof name === 'string' ? name : null
}

/** `CN=name, O=organisation`: one line, the way that the service quotes a name. */
const oneLine = (name) => (name ?? '').split('\n').reverse().join(', ')

/**
 * @param {{ ca: X509Certificate, leaf: X509Certificate, code: string, now: Date }} proof
 * @returns {null | { issuer: string } | { why: string }} null: proven; issuer: signed by another CA than the uploaded one
 */
export function refusalOf({ ca, leaf, code, now }) {
    if (!leaf.checkIssued(ca)) return { issuer: oneLine(leaf.issuer) }
    if (!signedBy(leaf, ca)) return { issuer: oneLine(leaf.issuer) }
    if (commonNameOf(leaf) !== code) return { why: 'The subject of the certificate is not the verification code.' }
    if (!isValid(leaf, now)) return { why: 'The certificate has expired, or is not yet valid.' }
    if (!isValid(ca, now)) return { why: 'The issuer certificate has expired, or is not yet valid.' }
    return null
}

function signedBy(leaf, ca) {
    try {
        return leaf.verify(ca.publicKey)
    } catch {
        return false  // a signature or key of a kind that OpenSSL does not read
    }
}

const isValid = (certificate, now) => Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() <= Date.parse(certificate.validTo)
