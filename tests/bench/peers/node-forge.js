/**
 * The same certificate by node-forge, which signs in JavaScript. RSA only: the certificate's own key is RSA-2048, made by the call
 * that its documentation recommends, which uses WebCrypto where that is there.
 */
import forge from 'node-forge'

const { pki } = forge

export function open(keyPem, caPem) {
    const certificate = pki.certificateFromPem(caPem)
    const identifier = certificate.getExtension('subjectKeyIdentifier')
    return { key: pki.privateKeyFromPem(keyPem), subject: certificate.subject, keyIdentifier: identifier && forge.util.hexToBytes(identifier.subjectKeyIdentifier) }
}

export async function make({ key, subject, keyIdentifier }, code) {
    const pair = await new Promise((resolve, reject) => {
        pki.rsa.generateKeyPair({ bits: 2048, e: 0x10001 }, (error, made) => { if (error) reject(error); else resolve(made) })
    })
    const serial = crypto.getRandomValues(new Uint8Array(16))
    serial[0] = (serial[0] & 0x3f) | 0x40
    const made = pki.createCertificate()
    made.serialNumber = Array.from(serial, (octet) => octet.toString(16).padStart(2, '0')).join('')
    made.publicKey = pair.publicKey
    made.validity.notBefore = new Date(Date.now() - 3 * 864e5)
    made.validity.notAfter = new Date(Date.now() + 30 * 864e5)
    made.setSubject([{ type: '2.5.4.3', value: code, valueTagClass: forge.asn1.Type.UTF8 }])
    made.setIssuer(subject.attributes)
    made.setExtensions([
        { name: 'basicConstraints', critical: true, cA: false },
        { name: 'keyUsage', critical: true, digitalSignature: true },
        { name: 'extKeyUsage', clientAuth: true },
        { name: 'subjectKeyIdentifier' },
        ...(keyIdentifier ? [{ name: 'authorityKeyIdentifier', keyIdentifier }] : []),
    ])
    made.sign(key, forge.md.sha256.create())
    return pki.certificateToPem(made)
}
