/** The same certificate by pkijs, a library over WebCrypto. PKCS #8 in PEM, RSA or P-256. */
import { BitString, Integer, OctetString, Utf8String } from 'asn1js'
import { AttributeTypeAndValue, AuthorityKeyIdentifier, BasicConstraints, Certificate, Extension, ExtKeyUsage, PrivateKeyInfo } from 'pkijs'

const fromPem = (pem) => Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, '')), (letter) => letter.charCodeAt(0)).buffer
const toPem = (der) => `-----BEGIN CERTIFICATE-----\n${btoa(String.fromCharCode(...new Uint8Array(der))).replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

export async function open(keyPem, caPem) {
    const pkcs8 = fromPem(keyPem)
    const isEc = PrivateKeyInfo.fromBER(pkcs8).privateKeyAlgorithm.algorithmId === '1.2.840.10045.2.1'
    const algorithm = isEc ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const certificate = Certificate.fromBER(fromPem(caPem))
    return {
        key: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']), subject: certificate.subject,
        keyIdentifier: certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue.valueBlock.valueHexView.slice().buffer,
    }
}

const extension = (extnID, critical, value) => new Extension({ extnID, critical, extnValue: value.toBER(false) })

export async function make({ key, subject, keyIdentifier }, code) {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const serial = crypto.getRandomValues(new Uint8Array(16))
    serial[0] = (serial[0] & 0x3f) | 0x40
    const now = Date.now()
    const made = new Certificate()
    made.version = 2
    made.serialNumber = new Integer({ valueHex: serial.buffer })
    made.issuer = subject
    made.subject.typesAndValues.push(new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: code }) }))
    made.notBefore.value = new Date(now - 3 * 864e5)
    made.notAfter.value = new Date(now + 30 * 864e5)
    await made.subjectPublicKeyInfo.importKey(pair.publicKey)
    const ownIdentifier = await crypto.subtle.digest('SHA-1', made.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView)
    made.extensions = [
        extension('2.5.29.19', true, new BasicConstraints({ cA: false }).toSchema()),
        extension('2.5.29.15', true, new BitString({ valueHex: new Uint8Array([0x80]).buffer, unusedBits: 7 })),
        extension('2.5.29.37', false, new ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.2'] }).toSchema()),
        extension('2.5.29.14', false, new OctetString({ valueHex: ownIdentifier })),
    ]
    if (keyIdentifier !== undefined) {
        made.extensions.push(extension('2.5.29.35', false, new AuthorityKeyIdentifier({ keyIdentifier: new OctetString({ valueHex: keyIdentifier }) }).toSchema()))
    }
    await made.sign(key, 'SHA-256')
    return toPem(made.toSchema(true).toBER(false))
}
