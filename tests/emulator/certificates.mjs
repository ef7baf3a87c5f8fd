/** Certificates as the service reads and judges them. The judge is Node's own X.509, that is OpenSSL: nothing here is popcert's. */
import { X509Certificate } from 'node:crypto'

import { refusals } from './errors.mjs'

const pemBegin = '-----BEGIN CERTIFICATE-----'

/** What was uploaded: base64 of DER or of PEM, PEM as it is, or base64 of base64, all of which the service was seen to take. */
export function decodeUpload(text) {
    if (typeof text !== 'string' || text === '') throw refusals.unreadableCertificate()
    let octets = text.includes(pemBegin) ? Buffer.from(text) : Buffer.from(text, 'base64')
    for (let round = 0; round < 2; round++) {
        try {
            return new X509Certificate(octets)
        } catch {
            octets = Buffer.from(octets.toString('latin1'), 'base64')
        }
    }
    throw refusals.unreadableCertificate()
}

export const thumbprintOf = (certificate) => certificate.fingerprint.replaceAll(':', '')

/** The last common name, bare, as both services have returned it since the end of 2018; assumed: the whole subject where there is none. */
export function subjectOf(certificate) {
    return commonNames(certificate).at(-1) ?? (certificate.subject ?? '').split('\n').join(', ')
}

function commonNames(certificate) {
    return (certificate.subject ?? '').split('\n').filter((line) => line.startsWith('CN=')).map((line) => line.slice(3))
}

/** RFC 1123, as in the answers. */
export const httpDate = (date) => new Date(date).toUTCString()

/**
 * The proof of possession. Throws the service's refusal where it fails. Recorded are proofs that were accepted, with RSA only; assumed
 * is that EC goes the same way, that nothing but the code may be in the subject, and that the CA must not have expired either (at
 * upload one that had was taken).
 */
export function judgeProof({ ca, certificate, code, now }) {
    if (!certificate.checkIssued(ca) || !isSignedBy(certificate, ca)) {
        const [issuer = ''] = (certificate.issuer ?? '').split('\n').filter((line) => line.startsWith('CN=')).slice(-1)
        throw refusals.wrongIssuer(issuer)
    }
    const names = (certificate.subject ?? '').split('\n')
    if (names.length !== 1 || commonNames(certificate)[0] !== code) throw refusals.wrongCode()
    for (const each of [certificate, ca]) {
        if (now < new Date(each.validFrom) || now > new Date(each.validTo)) throw refusals.outsideValidity()
    }
}

function isSignedBy(certificate, ca) {
    try {
        return certificate.verify(ca.publicKey)
    } catch {
        return false  // an algorithm that OpenSSL does not know, or not with such a key
    }
}
