// The six operations on certificates, for both kinds of service.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'

import { CloudStub, json, ORIGIN } from '../support/cloud-stub.mjs'
import { loadCore } from '../support/core.mjs'
import { fixture, repository } from '../support/fixtures.mjs'
import { caOf, online, signed } from '../support/online-logic.mjs'

const { Certificates, CloudError, ManagementHttp, caEntry, codedEntry, takeToken } = online
const decoded = (value) => {
    const result = caEntry(value)
    assert.ok(result.ok, result.ok ? '' : `${result.error.place} ${result.error.what}`)
    return result.value
}
const CA = caOf()

function setUp(versions) {
    const stub = new CloudStub(2)
    return { stub, certificates: new Certificates(new ManagementHttp(ORIGIN, () => takeToken('t', 'demo'), stub.surroundings), versions) }
}

for (const index of [0, 1]) {
    test(`a whole life, ${['DPS', 'IoT Hub'][index]}`, async () => {
        const { stub, certificates } = setUp()
        const service = stub.services[index]
        assert.deepEqual(await certificates.list(service), [])
        const uploaded = await certificates.upload(service, 'My-CA_1.0', CA.der)
        assert.equal(uploaded.thumbprint, CA.sha1)
        assert.equal(uploaded.isVerified, false)
        const { verificationCode, entry: { etag } } = await certificates.generateVerificationCode(service, uploaded)
        assert.match(verificationCode, /^[0-9A-F]{48}$/)
        assert.notEqual(etag, uploaded.etag)
        const verified = await certificates.verify(service, { name: 'My-CA_1.0', etag }, await signed(verificationCode))
        assert.equal(verified.isVerified, true)
        const read = await certificates.get(service, 'My-CA_1.0')
        assert.deepEqual(read, verified)
        assert.equal(read.expiry.getTime(), Math.floor(read.expiry.getTime() / 1000) * 1000)
        await certificates.remove(service, read)
        assert.deepEqual(await certificates.list(service), [])
        await certificates.remove(service, read)

        const version = ['2022-12-12', '2023-06-30'][index]
        assert.ok(stub.requests.every(({ path }) => path.endsWith(`?api-version=${version}`)))
        const sent = stub.requests.map(({ method, path, headers, body }) => [method, path.split(/[/?]/).at(-2), headers.get('if-match') !== null, body])
        assert.deepEqual(sent.map(([method, last, ifMatch]) => [method, last, ifMatch]), [
            ['GET', 'certificates', false], ['PUT', 'My-CA_1.0', false], ['POST', 'generateVerificationCode', true], ['POST', 'verify', true],
            ['GET', 'My-CA_1.0', false], ['DELETE', 'My-CA_1.0', true], ['GET', 'certificates', false], ['DELETE', 'My-CA_1.0', true],
        ])
        assert.deepEqual(JSON.parse(sent[1][3]), { properties: { certificate: Buffer.from(CA.der).toString('base64') } })
        assert.equal(sent[2][3], null)
        assert.deepEqual(Object.keys(JSON.parse(sent[3][3])), ['certificate'])
        assert.equal(sent[5][3], null)
    })
}

test('verified on upload is only sent where it was asked for', async () => {
    const { stub, certificates } = setUp()
    const made = await certificates.upload(stub.services[0], 'a', CA.der, { verified: true })
    assert.equal(made.isVerified, true)
    assert.equal(JSON.parse(stub.requests[0].body).properties.isVerified, true)
})

test('an api-version is a setting', async () => {
    const { stub, certificates } = setUp({ DPS: '2026-08-31', IoTHub: '2025-08-01-preview', subscriptions: '2022-12-01' })
    await certificates.list(stub.services[0])
    await certificates.list(stub.services[1])
    assert.deepEqual(stub.requests.map(({ path }) => path.split('=')[1]), ['2026-08-31', '2025-08-01-preview'])
})

test('a name is one segment of the path, whatever it holds', async () => {
    const { stub, certificates } = setUp()
    for (const name of ['a/../../b', 'a?x=y', 'a#b', 'ä ü', '%2e%2e', '..']) await certificates.get(stub.services[0], name).catch(() => undefined)
    for (const { path } of stub.requests) {
        assert.ok(path.startsWith('/subscriptions/'), path)
        assert.equal(path.split('?').length, 2)
    }
    assert.equal(stub.requests[0].path.split('/certificates/')[1], 'a%2F..%2F..%2Fb?api-version=2022-12-12')
    assert.ok(stub.requests.every(({ path }) => path.includes('/certificates/')))
    for (const name of ['', '.', '..']) {
        await assert.rejects(certificates.remove(stub.services[0], { name, etag: 'e' }), CloudError)
        assert.equal(stub.count(/DELETE/), 0)
    }
})

const recording = join(repository, '..', 'shared', 'azure', 'recorded', 'dps-certificate-lifecycle-2021-10-15.json')
const entry = (properties = {}, members = {}) => ({
    id: '/x/certificates/a', name: 'a', etag: 'e', type: 't',
    properties: { subject: 'CN=a', thumbprint: 'AB'.repeat(20), isVerified: false, expiry: 'Fri, 06 May 2022 17:50:01 GMT', ...properties }, ...members,
})

test('an answer of the real service, as it was recorded', () => {
    const id = '/subscriptions/0/resourceGroups/g/providers/Microsoft.Devices/provisioningServices/d/certificates/certificate000003'
    const read = decoded({
        properties: {
            subject: 'TESTCERT000005', expiry: 'Fri, 06 May 2022 17:50:01 GMT', thumbprint: 'D0529BF2D7CAF23CC15506B2A7F0F08F27A428A0', isVerified: false,
            created: 'Mon, 01 Jan 0001 00:00:00 GMT', updated: 'Tue, 03 May 2022 17:50:03 GMT', certificate: null,
        },
        id, name: 'certificate000003', type: 'Microsoft.Devices/provisioningServices/Certificates', etag: 'IjA1MDA2YmVhLTAwMDAtMDcwMC0wMDAwLTYyNzE2YjRiMDAwMCI=',
    })
    assert.deepEqual(read, {
        id, name: 'certificate000003', etag: 'IjA1MDA2YmVhLTAwMDAtMDcwMC0wMDAwLTYyNzE2YjRiMDAwMCI=', subject: 'TESTCERT000005',
        thumbprint: 'd0529bf2d7caf23cc15506b2a7f0f08f27a428a0', isVerified: false, expiry: new Date('2022-05-06T17:50:01Z'),
        updated: new Date('2022-05-03T17:50:03Z'), certificate: null,
    })
})

test('what the real service said is read, over a whole life', (t) => {
    let text
    try {
        text = readFileSync(recording, 'utf8')
    } catch {
        return t.skip('the recorded exchange is not on this machine')
    }
    const bodies = JSON.parse(text).steps.map(({ response }) => response).filter((body) => body?.properties !== undefined)
    assert.ok(bodies.length >= 4)
    const read = bodies.map(decoded)
    assert.ok(read.every(({ thumbprint }) => thumbprint === 'd0529bf2d7caf23cc15506b2a7f0f08f27a428a0'))
    assert.ok(read.every(({ expiry }) => expiry.toISOString() === '2022-05-06T17:50:01.000Z'))
    assert.deepEqual(bodies.map((body) => codedEntry(body).value.verificationCode.length).filter((length) => length !== 0), [48])
    assert.ok(read.some(({ isVerified }) => isVerified))
    return undefined
})

test('casing, dates and forms of the certificate', () => {
    const odd = decoded({ ID: '/x', Name: 'a', ETag: 'e', Properties: { Subject: 'a', ThumbPrint: 'ab:'.repeat(20), IsVerified: true } })
    assert.equal(odd.thumbprint, 'ab'.repeat(20))
    assert.equal(odd.isVerified, true)
    assert.equal(odd.expiry, null)
    const { expiry } = decoded(entry())
    assert.equal(expiry.toISOString(), '2022-05-06T17:50:01.000Z')
    for (const never of ['Mon, 01 Jan 0001 00:00:00 GMT', '0001-01-01T00:00:00', '01/01/0001 00:00:00 +00:00', 'soon', 5, null]) {
        assert.equal(decoded(entry({ updated: never })).updated, null)
    }
})

test('the core reads a listed certificate in each form in which the service gave it', async () => {
    const core = await loadCore()
    const root = caOf('rsa2048')
    const known = (certificate) => decoded(entry({ certificate })).certificate
    const signatureOver = (certificate) => {
        const checked = core.checkChain({ certificates: fixture('certs/sub-p256.pem'), known: [known(certificate)], anchors: [] })
        assert.ok(checked.ok)
        return checked.value.links[0].signature
    }
    for (const certificate of [Buffer.from(root.der).toString('base64'), root.pem, Buffer.from(root.pem).toString('base64')]) {
        assert.equal(signatureOver(certificate), 'verified')
    }
    for (const certificate of ['!!!', 'aGVsbG8=', Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64'), CA.pem]) {
        assert.equal(signatureOver(certificate), 'issuer-missing')
    }
    for (const certificate of ['', null, undefined]) assert.equal(known(certificate), null)
})

const HOSTILE = {
    'text': 'x', 'null': null, 'a list': [entry()], 'no properties': entry({}, { properties: null }),
    'no etag': entry({}, { etag: undefined }), 'an etag that is a number': entry({}, { etag: 5 }), 'no name': entry({}, { name: '' }),
    'a thumbprint of SHA-256': entry({ thumbprint: 'AB'.repeat(32) }), 'a thumbprint that is none': entry({ thumbprint: 'x'.repeat(40) }),
    'no thumbprint': entry({ thumbprint: null }), 'isVerified as text': entry({ isVerified: 'true' }), 'isVerified as 1': entry({ isVerified: 1 }),
    'a subject that is an object': entry({ subject: {} }), 'a subject of a megabyte': entry({ subject: 'x'.repeat(1 << 20) }),
    'a code that is a list': entry({ verificationCode: ['A'] }),
}
for (const [name, body] of Object.entries(HOSTILE)) {
    test(`an answer is refused: ${name}`, async () => {
        const { stub, certificates } = setUp()
        stub.fault(/./, () => json(200, body))
        const error = await certificates.get(stub.services[0], 'a').then(() => assert.fail('it was taken'), (reason) => reason)
        assert.ok(error instanceof CloudError)
        assert.equal(error.code, 'ANSWER_MALFORMED')
    })
}

test('a code that is missing is an error of its own', async () => {
    const { stub, certificates } = setUp()
    stub.fault(/generate/, () => json(200, entry({ verificationCode: ' ' })))
    await assert.rejects(certificates.generateVerificationCode(stub.services[0], { name: 'a', etag: 'e' }), /no verification code/)
})

const ODD_CODES = {
    'a name': 'admin', '64 hex digits, as of another cloud': 'AB'.repeat(32), '40 of them': 'AB'.repeat(20), 'small letters': 'ab'.repeat(24),
    'a letter that is no hex digit': `${'AB'.repeat(23)}AG`, 'a blank inside': `${'AB'.repeat(23)} A`, 'digits of another script': '٣'.repeat(48),
    'a line break behind it': `${'AB'.repeat(24)}\u2028x`,
}
for (const [name, verificationCode] of Object.entries(ODD_CODES)) {
    test(`a code that is not of Azure's form is refused, and not quoted: ${name}`, async () => {
        const { stub, certificates } = setUp()
        stub.fault(/generate/, () => json(200, entry({ verificationCode })))
        const error = await certificates.generateVerificationCode(stub.services[0], { name: 'a', etag: 'e' })
            .then(() => assert.fail('it was taken'), (reason) => reason)
        assert.equal(error.code, 'CODE_UNLIKE_CLOUD')
        assert.match(error.message, /^The service answered with a code that does not look like Azure’s: .*\.$/)
        assert.match(error.hint, /not given to the signer/)
        assert.ok(!`${error.message}${error.hint}`.includes(verificationCode))
    })
}
