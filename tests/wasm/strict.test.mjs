// CA certificates that OpenSSL cannot read, or calls invalid, are not signed for: whoever is to check the proof could not.
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import test from 'node:test'

import { assertWellFormed, loadCore } from '../support/core.mjs'
import { integer, octets, oid, pem, sequence, tlv } from '../support/der-writer.mjs'
import { CODE } from '../support/fixtures.mjs'
import { opensslVerify } from '../support/openssl.mjs'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const NULL = tlv(0x05)
const ecdsa = oid('2a8648ce3d040302'), sha256WithRsa = oid('2a864886f70d01010b')
const commonName = (tag, value, type = oid('550403')) => sequence(tlv(0x31, sequence(type, tlv(tag, value))))
const extension = (type, value) => sequence(oid(type), octets(value))
const ca = extension('551d13', sequence(tlv(0x01, [0xff])))
const identifier = Buffer.from('0102030405')

const time = (text) => tlv(0x17, Buffer.from(text))
const validity = sequence(time('260101000000Z'), time('400101000000Z'))
const signed = (tbs, algorithm, key) => sequence(tbs, algorithm, tlv(0x03, [0], sign('sha256', tbs, key)))

/** A CA that has signed itself; a test replaces what it is about. `leaf` is what it issued. */
function certificate(changes = {}) {
    const { serial = integer(7), name = commonName(0x0c, Buffer.from('strict')), extensions = [], key = 'ec', spki, algorithm } = changes
    const pair = key === 'ec' ? { publicKey, privateKey } : rsa
    const usual = key === 'ec' ? sequence(ecdsa) : sequence(sha256WithRsa, NULL)
    const signature = algorithm ?? usual
    const own = pair.publicKey.export({ format: 'der', type: 'spki' })
    const tbs = sequence(tlv(0xa0, integer(2)), serial, signature, name, validity, name, spki ?? own, tlv(0xa3, sequence(ca, ...extensions)))
    const issued = sequence(tlv(0xa0, integer(2)), integer(8), usual, name, validity, commonName(0x0c, Buffer.from('leaf')), own)
    return { der: signed(tbs, signature, pair.privateKey), leaf: signed(issued, usual, pair.privateKey), key: pair.privateKey }
}

/** Whether OpenSSL reads it, calls it a sound root, and verifies what it issued. */
const opensslAccepts = ({ der, leaf }) => [der, leaf].every((one) =>
    opensslVerify(pem('CERTIFICATE', der), pem('CERTIFICATE', one), ['-no_check_time', '-check_ss_sig']).accepted)

const rsaKeyInfo = (parameters) => {
    const spki = rsa.publicKey.export({ format: 'der', type: 'pkcs1' })
    return sequence(sequence(oid('2a864886f70d010101'), parameters), tlv(0x03, [0], spki))
}
const akid = (...parts) => ({ extensions: [extension('551d23', sequence(...parts))] })

const SOUND = [
    ['as it should be', {}],
    ['RSA', { key: 'rsa' }],
    ['a negative serial number', { serial: tlv(0x02, [0x80]) }],
    ['a serial number of 40 octets', { serial: tlv(0x02, Buffer.alloc(40, 0x11)) }],
    ['a UTF8String beyond ASCII', { name: commonName(0x0c, Buffer.from('München')) }],
    ['a BMPString', { name: commonName(0x1e, Buffer.from('004d00fc', 'hex')) }],
    ['a TeletexString of Latin-1', { name: commonName(0x14, Buffer.from([0x4d, 0xfc])) }],
    ['an empty authorityKeyIdentifier', akid()],
    ['an authorityKeyIdentifier by name and number', akid(tlv(0xa1, tlv(0xa4, commonName(0x0c, Buffer.from('strict')))), tlv(0x82, [7]))],
]

const REFUSED = [
    ['a serial number with an octet too many', { serial: tlv(0x02, [0, 0x11]) }, 'CERTIFICATE_MALFORMED'],
    ['a negative serial number with an octet too many', { serial: tlv(0x02, [0xff, 0x91]) }, 'CERTIFICATE_MALFORMED'],
    ['a NULL with contents in the signature algorithm', { key: 'rsa', algorithm: sequence(sha256WithRsa, tlv(0x05, [0])) }, 'CERTIFICATE_MALFORMED'],
    ['a NULL with contents in the public key', { key: 'rsa', spki: rsaKeyInfo(tlv(0x05, [0])) }, 'CERTIFICATE_MALFORMED'],
    ['an attribute type with a leading 80', { name: commonName(0x0c, Buffer.from('strict'), oid('55048003')) }, 'CERTIFICATE_MALFORMED'],
    ['an extension with a leading 80', { extensions: [extension('2a80030405', [])] }, 'CERTIFICATE_MALFORMED'],
    ['a UTF8String that is no UTF-8', { name: commonName(0x0c, [0x4d, 0xfc]) }, 'CERTIFICATE_NAME_UNREADABLE'],
    ['a UTF8String with half a surrogate pair', { name: commonName(0x0c, [0xed, 0xa0, 0x80]) }, 'CERTIFICATE_NAME_UNREADABLE'],
    ['a BMPString of three octets', { name: commonName(0x1e, [0, 0x4d, 0]) }, 'CERTIFICATE_NAME_UNREADABLE'],
    ['a BMPString with a pair of surrogates', { name: commonName(0x1e, Buffer.from('d83dde00', 'hex')) }, 'CERTIFICATE_NAME_UNREADABLE'],
    ['a UniversalString of six octets', { name: commonName(0x1c, [0, 0, 0, 0x4d, 0, 0]) }, 'CERTIFICATE_NAME_UNREADABLE'],
    ['an authorityKeyIdentifier cut off', { extensions: [extension('551d23', [0x30, 0x06, 0x80, 0x02, 1, 2])] }, 'CERTIFICATE_EXTENSION_MALFORMED'],
    ['an authorityKeyIdentifier in the wrong order', akid(tlv(0x82, [7]), tlv(0x80, identifier)), 'CERTIFICATE_EXTENSION_MALFORMED'],
    ['an authorityKeyIdentifier that is an OCTET STRING', { extensions: [extension('551d23', octets(identifier))] }, 'CERTIFICATE_EXTENSION_MALFORMED'],
]

async function create({ der, key }, caOrigin) {
    const core = await loadCore()
    return core.createVerificationCertificate({
        verificationCode: CODE, caCertificate: new Uint8Array(der), privateKey: new Uint8Array(key.export({ format: 'der', type: 'pkcs8' })),
        now: new Date('2027-01-01'), caOrigin,
    })
}

for (const [name, changes] of SOUND) {
    test(`${name}: signed for, and OpenSSL reads it`, async () => {
        const made = certificate(changes)
        const result = await create(made)
        assert.ok(result.ok, result.error?.code)
        assert.ok(opensslAccepts(made))
    })
}

for (const [name, changes, code] of REFUSED) {
    test(`${name}: ${code}, and OpenSSL does not take it either`, async () => {
        const made = certificate(changes)
        const result = await create(made)
        assert.equal(result.ok, false, 'a certificate was made')
        assert.equal(result.error.code, code)
        assert.equal(result.error.field, 'caCertificate')
        assertWellFormed(result.error)
        assert.equal(opensslAccepts(made), false)
    })
}

test('a CA that did not sign itself is refused; one of an older key with the same name is said to be one', async () => {
    const forged = certificate()
    forged.der[forged.der.length - 1] ^= 1
    for (const origin of [undefined, 'person', 'given']) {
        const result = await create(forged, origin)
        assert.equal(result.error.code, 'CERTIFICATE_SELF_SIGNATURE_WRONG')
        assert.equal(result.error.field, 'caCertificate')
    }
    assert.equal(opensslAccepts(forged), false)

    const ski = extension('551d0e', octets(identifier)), aki = extension('551d23', sequence(tlv(0x80, [9, 9, 9])))
    const rollover = certificate({ extensions: [ski, aki] })
    rollover.der[rollover.der.length - 1] ^= 1
    const made = await create(rollover, 'person')
    assert.ok(made.ok, made.error?.code)
    assert.deepEqual(made.findings.filter(({ status }) => status !== 'pass').map(({ code }) => code), ['CERTIFICATE_SIGNED_BY_OTHER_KEY'])
})
