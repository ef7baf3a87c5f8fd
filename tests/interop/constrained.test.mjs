// What programs refuse of a CA that Azure was not recorded to refuse is a warning before anything is signed: exactly where OpenSSL
// refuses what was signed.
import assert from 'node:assert/strict'
import test from 'node:test'

import { assertWellFormed, created } from '../support/core.mjs'
import { CODE, fixture, fixturePath } from '../support/fixtures.mjs'
import { run, temporaryFile } from '../support/openssl.mjs'

const now = new Date()
const path = (name) => fixturePath(`device/${name}.pem`)

function openssl(ca, made, ...options) {
    const judge = run('openssl', ['verify', '-partial_chain', ...options, '-trusted', path(ca), temporaryFile(made.pem)])
    return { accepted: judge.status === 0, said: judge.stdout.toString() + judge.stderr }
}

const signed = (ca, key, code = CODE) => created({
    verificationCode: code, caCertificate: fixture(`device/${ca}.pem`), privateKey: fixture(`device/${key}.key`), now,
})
const warnings = ({ findings }) => findings.filter(({ status }) => status === 'warn')

for (const [constraint, refused] of Object.entries({
    'dn-inside': true, 'dn-outside': true, 'dn-not': false, 'dn-both': true, dns: false, 'dns-below': false, 'dns-all': false, 'dns-not': false,
    email: false, 'email-not': false, uri: false, ip: false, 'ip-not': false, other: false, rid: false,
})) {
    test(`a code under name constraints: ${constraint}`, async () => {
        const ca = `nc-${constraint}`
        const made = await signed(ca, 'ica')
        const judge = openssl(ca, made)
        assert.equal(judge.accepted, !refused, judge.said)
        assert.deepEqual(warnings(made).map(({ id, code }) => [id, code]), refused ? [['names', 'CERTIFICATE_NAMES_EXCLUDE_CODE']] : [])
        warnings(made).forEach(assertWellFormed)
    })
}

for (const [ca, key, id, code, ...options] of [
    ['ica-server', 'ica', 'purpose', 'CERTIFICATE_OTHER_PURPOSE', '-purpose', 'sslclient'],
    ['ica-critical', 'ica', 'extensions', 'CERTIFICATE_CRITICAL_EXTENSION'],
    ['root-critical', 'root', 'extensions', 'CERTIFICATE_CRITICAL_EXTENSION'],
    ['root-silent', 'root', 'ca', 'CERTIFICATE_V3_CA_UNSTATED'],
]) {
    test(`${ca}: ${code}`, async () => {
        const made = await signed(ca, key)
        const judge = openssl(ca, made, ...options)
        assert.equal(judge.accepted, false, judge.said)
        assert.deepEqual(warnings(made).map((finding) => [finding.id, finding.code]), [[id, code]])
        warnings(made).forEach(assertWellFormed)
    })
}

test('an old root of version 1 is taken by OpenSSL, with a word of its own', async () => {
    const made = await signed('root-v1', 'root')
    assert.equal(openssl('root-v1', made).accepted, true)
    assert.deepEqual(warnings(made).map(({ code }) => code), ['CERTIFICATE_CA_UNSTATED'])
})
