// A code that is a thumbprint of the CA is named as soon as the CA is known, by check and by checkCodes alike.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { loadCore } from '../support/core.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'
import { openssl } from '../support/openssl.mjs'

const core = await loadCore()
/** With colons and in capital letters, as OpenSSL prints it. */
const printed = (der, hash) => openssl(['x509', '-inform', 'DER', '-noout', '-fingerprint', `-${hash}`], der).toString().split('=')[1].trim()
const codeOf = ({ finding }) => finding.code

test('checkCodes with the CA says what check says of each code', () => {
    for (const file of ['certs/ca-p256.der', 'chains/shuffled.pem', 'chains/certificate-and-key.pem', 'wrong/certificates.p7b']) {
        const caCertificate = fixture(file)
        const found = core.inspect(caCertificate)
        const certificates = found.ok ? found.value.items.filter((item) => item.kind === 'certificate') : []
        const thumbprints = certificates.flatMap(({ der }) => ['sha1', 'sha256'].flatMap((hash) => {
            const bare = printed(der, hash).replaceAll(':', '')
            return [printed(der, hash), bare, bare.toLowerCase(), ` ${bare}\n`]
        }))
        const codes = [...thumbprints, CODE, 'A'.repeat(40), 'a'.repeat(64), 'device-0042', '']
        for (const origin of ['program', 'person', 'given']) {
            const answers = core.checkCodes(codes, origin, undefined, caCertificate)
            codes.forEach((verificationCode, at) => {
                const whole = core.check({ verificationCode, codeOrigin: origin, caCertificate, keys: [] })
                assert.deepEqual(answers[at].finding, whole.findings.find(({ id }) => id === 'code'), `${file} ${origin} ${verificationCode}`)
                assert.equal(answers[at].needsConfirmation, whole.needsConfirmation)
                assert.equal(answers[at].service, whole.service)
            })
            assert.equal(answers.filter((each) => codeOf(each) === 'CODE_IS_THUMBPRINT').length, thumbprints.length)
        }
    }
})

test('without the CA, with another, or with what is no certificate, nothing is named after it', () => {
    const code = printed(fixture('certs/ca-p256.der'), 'sha256').replaceAll(':', '').toLowerCase()
    assert.equal(codeOf(core.checkCodes([code], 'person', undefined, fixture('certs/ca-p256.pem'))[0]), 'CODE_IS_THUMBPRINT')
    for (const ca of [undefined, new Uint8Array(), fixture('certs/ca-rsa2048.pem'), fixture('keys/p256-pkcs8.pem'), fixture('bad/noise')]) {
        assert.deepEqual(core.checkCodes([code], 'person', undefined, ca), core.checkCodes([code], 'person'))
    }
    assert.deepEqual(core.checkCodes([code], 'person', undefined, 'certs/ca.pem'), [], 'no octets: nothing could be found out')
})
