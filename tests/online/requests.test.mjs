// Request and response files: what goes out comes back, and what was chosen by mistake gets its own sentence.
import assert from 'node:assert/strict'
import test from 'node:test'

import { assertWellFormed } from '../support/core.mjs'
import { CODE, fixture, fixturePath } from '../support/fixtures.mjs'
import { caOf, online, shownOf, signed, tokenOf } from '../support/online-logic.mjs'
import { readFileSync } from 'node:fs'

const { decodeRequestFile, decodeResponseFile, encodeRequestFile, encodeResponseFile } = online
const CA = caOf()
const ca = { subject: CA.subject, sha1: CA.sha1, sha256: CA.sha256, certificate: CA.pem }
const code = (number) => number.toString(16).padStart(48, '0').toUpperCase()
const REQUEST = {
    created: '2026-11-25T17:00:00Z', ca,
    requests: [
        { id: '1', verificationCode: CODE, service: 'contoso-dps-weu', kind: 'DPS', resource: '/subscriptions/s/…/certificates/a' },
        { id: 'two', verificationCode: code(2), service: 'Straße & Söhne', kind: 'IoTHub' },
    ],
}
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const RESPONSE = {
    created: '2026-11-25T17:05:00Z', ca: { subject: CA.subject, sha1: CA.sha1, sha256: CA.sha256 },
    responses: REQUEST.requests.map((request) => ({ ...request, certificate: PEM })),
}
const minimal = (changes = {}, request = {}) => JSON.stringify({ popcert: 'request', version: 1, requests: [{ verificationCode: CODE, ...request }], ...changes })
const response = (changes = {}, entry = {}) => JSON.stringify({
    popcert: 'response', version: 1, ca: RESPONSE.ca, responses: [{ verificationCode: CODE, certificate: PEM, ...entry }], ...changes,
})

const taken = (result) => {
    assert.ok(result.ok, result.ok ? '' : `${result.error.code}: ${result.error.message}`)
    return result.value
}
const refused = (result) => {
    assert.equal(result.ok, false, 'the file was taken')
    assertWellFormed(result.error)
    assert.notEqual(result.error.hint, '')
    return result.error
}

test('a request goes out and comes back', () => {
    const text = encodeRequestFile(REQUEST)
    assert.deepEqual(taken(decodeRequestFile(text)), { popcert: 'request', version: 1, ...REQUEST })
    assert.deepEqual(taken(decodeRequestFile(Buffer.from(text))), { popcert: 'request', version: 1, ...REQUEST })
    assert.deepEqual(Object.keys(JSON.parse(text)), ['popcert', 'version', 'created', 'ca', 'requests'])
})

test('the kind of cloud goes out and comes back, whatever it is called', () => {
    for (const service of ['aws', 'one of tomorrow']) {
        const text = encodeRequestFile({ ...REQUEST, service })
        assert.equal(taken(decodeRequestFile(text)).service, service)
        assert.deepEqual(Object.keys(JSON.parse(text)), ['popcert', 'version', 'created', 'service', 'ca', 'requests'])
    }
    for (const service of [5, 'a\u202eb', 'x'.repeat(300)]) assert.equal(refused(decodeRequestFile(minimal({ service }))).code, 'FILE_MALFORMED')
})

test('a response goes out and comes back', () => {
    assert.deepEqual(taken(decodeResponseFile(encodeResponseFile(RESPONSE))), { popcert: 'response', version: 1, ...RESPONSE })
})

test('the smallest request of the documentation', () => {
    const { requests } = taken(decodeRequestFile(`{"popcert":"request","version":1,"requests":[{"verificationCode":"  ${CODE}\\r\\n"}]}`))
    assert.deepEqual(requests, [{ id: '1', verificationCode: CODE }])
})

test('files as Windows and editors write them', () => {
    const text = encodeRequestFile(REQUEST).replaceAll('\n', '\r\n')
    const utf16be = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()
    for (const octets of [
        Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, 'utf16le'), Buffer.from(text, 'utf16le'), utf16be, utf16be.subarray(2),
    ]) {
        assert.equal(taken(decodeRequestFile(new Uint8Array(octets))).requests[1].service, 'Straße & Söhne')
    }
})

test('members that are not known are left alone, absent ones may be null', () => {
    const file = taken(decodeRequestFile(minimal({ comment: 'x', ca: null, created: null }, { note: 1, id: null, service: null })))
    assert.deepEqual(file, { popcert: 'request', version: 1, requests: [{ id: '1', verificationCode: CODE }] })
})

test('labels in any script, with plain blanks and signs, are taken', () => {
    for (const service of ['Werk 3, Straße & Söhne', '工場 東京', 'محطة', 'plant 🔧', '  two  blanks  ']) {
        assert.equal(taken(decodeRequestFile(minimal({}, { service }))).requests[0].service, service)
    }
    assert.equal(taken(decodeRequestFile(minimal({ ca: { subject: 'CN=a\u00a0b' } }))).ca.subject, 'CN=a\u00a0b')
})

test('fingerprints are taken as people copy them', () => {
    const spaced = (hex) => hex.toUpperCase().replace(/../g, '$&:').slice(0, -1)
    const file = taken(decodeRequestFile(minimal({ ca: { sha1: spaced(CA.sha1), sha256: ` ${CA.sha256.replace(/.{8}/g, '$& ')}` } })))
    assert.deepEqual(file.ca, { sha1: CA.sha1, sha256: CA.sha256 })
})

test('a thousand requests are the most', () => {
    const many = (count) => minimal({ requests: Array.from({ length: count }, (_, index) => ({ verificationCode: code(index) })) })
    assert.equal(taken(decodeRequestFile(many(1000))).requests.length, 1000)
    const error = refused(decodeRequestFile(many(1001)))
    assert.equal(error.code, 'TOO_MANY_REQUESTS')
    assert.match(error.message, /1001 requests.*1000/)
})

const read = (name) => readFileSync(fixturePath(name), 'utf8')
const MISTAKES = {
    'nothing': ['', 'INPUT_EMPTY'],
    'white space': [' \r\n', 'INPUT_EMPTY'],
    'a byte order mark alone': ['\uFEFF', 'INPUT_EMPTY'],
    'the other file': [encodeResponseFile(RESPONSE), 'FILE_IS_RESPONSE'],
    'a file of a later version': [minimal({ version: 2 }), 'FILE_NEWER'],
    'a private key in PEM': [read('keys/p256-pkcs8.pem'), 'OBJECT_IS_PEM'],
    'a key with text before it': [read('text/key-bag-attributes.pem'), 'OBJECT_IS_PEM'],
    'a private key in DER': [fixture('keys/p256-pkcs8.der'), 'OBJECT_IS_DER'],
    'a JSON Web Key': ['{"kty":"EC","crv":"P-256","d":"c2VjcmV0LXNjYWxhcg","x":"x","y":"y"}', 'OBJECT_IS_JWK'],
    'a set of JSON Web Keys': ['{"keys":[]}', 'OBJECT_IS_JWK'],
    'a token': [JSON.stringify({ accessToken: tokenOf() }), 'OBJECT_IS_TOKEN'],
    'prose': ['Please sign these codes.', 'INPUT_NOT_RECOGNIZED'],
    'a picture': [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), 'TEXT_MALFORMED'],
    'half a file': [encodeRequestFile(REQUEST).slice(0, -20), 'JSON_MALFORMED'],
    'a list': ['[]', 'INPUT_NOT_RECOGNIZED'],
    'another JSON': ['{"name":"package"}', 'INPUT_NOT_RECOGNIZED'],
    'deeply nested': ['{"popcert":'.repeat(100_000), 'JSON_MALFORMED'],
    'five megabytes': [' '.repeat(5 << 20), 'INPUT_TOO_LARGE'],
}
for (const [name, [file, expected]] of Object.entries(MISTAKES)) {
    test(`chosen by mistake: ${name}`, () => {
        const error = refused(decodeRequestFile(file))
        assert.equal(error.code, expected)
        assert.doesNotMatch(shownOf(error), /c2VjcmV0/, 'the error quotes a secret')
    })
}

const MALFORMED = {
    'popcert of another kind': minimal({ popcert: 'reply' }),
    'version as text': minimal({ version: '1' }),
    'version 0': minimal({ version: 0 }),
    'version 1.5': minimal({ version: 1.5 }),
    'requests that are an object': minimal({ requests: {} }),
    'no requests': JSON.stringify({ popcert: 'request', version: 1 }),
    'a request that is text': minimal({ requests: [CODE] }),
    'no code': minimal({}, { verificationCode: undefined }),
    'an empty code': minimal({}, { verificationCode: ' ' }),
    'a code that is a number': minimal({}, { verificationCode: 5 }),
    'a code of 1,001 characters': minimal({}, { verificationCode: 'A'.repeat(1001) }),
    'an id that is a number': minimal({}, { id: 1 }),
    'a service of 201 characters': minimal({}, { service: 'x'.repeat(201) }),
    'a service with a line break': minimal({}, { service: 'a\nb' }),
    'a service that turns the text around': minimal({}, { service: 'a\u202eb' }),
    'a service with a wide blank': minimal({}, { service: `contoso${'\u2003'.repeat(100)}x` }),
    'a service with a blank that does not break': minimal({}, { service: 'a\u00a0b' }),
    'a service with a filler': minimal({}, { service: 'a\u3164b' }),
    'a kind with a line separator': minimal({}, { kind: 'a\u2028b' }),
    'an id with a blank of Braille': minimal({}, { id: 'a\u2800b' }),
    'a ca that is text': minimal({ ca: CA.sha1 }),
    'a sha1 of 39 digits': minimal({ ca: { sha1: CA.sha1.slice(1) } }),
    'a sha256 with a letter too many': minimal({ ca: { sha256: `${CA.sha256.slice(1)}g` } }),
    'a certificate of 100 KB': minimal({ ca: { certificate: 'x'.repeat(100_000) } }),
}
for (const [name, file] of Object.entries(MALFORMED)) {
    test(`a request is refused: ${name}`, () => assert.equal(refused(decodeRequestFile(file)).code, 'FILE_MALFORMED'))
}

test('an empty list, and doubles, are named', () => {
    assert.equal(refused(decodeRequestFile(minimal({ requests: [] }))).code, 'FILE_WITHOUT_ENTRIES')
    const double = (one, other) => refused(decodeRequestFile(minimal({ requests: [{ verificationCode: 'X' }, one, other] })))
    const codes = double({ verificationCode: CODE }, { verificationCode: `${CODE} ` })
    assert.equal(codes.code, 'DUPLICATE_ENTRY')
    assert.match(codes.message, /Entries 2 and 3 have the same verification code, 106A5SD242AF512B3498BD60…/)
    assert.match(double({ id: 'a', verificationCode: 'A' }, { id: 'a', verificationCode: 'B' }).message, /Entries 2 and 3 have the same id, a\./)
    assert.match(double({ id: '3', verificationCode: 'A' }, { verificationCode: 'B' }).message, /Entries 2 and 3 have the same id/)
})

const BAD_RESPONSES = {
    'the other file': [encodeRequestFile(REQUEST), 'FILE_IS_REQUEST'],
    'no ca': [response({ ca: undefined }), 'FILE_MALFORMED'],
    'a ca without fingerprints': [response({ ca: { subject: 'CN=a' } }), 'FILE_MALFORMED'],
    'no certificate': [response({}, { certificate: undefined }), 'FILE_MALFORMED'],
    'a private key as certificate': [response({}, { certificate: read('keys/p256-pkcs8.pem') }), 'FILE_MALFORMED'],
    'two certificates as one': [response({}, { certificate: PEM + PEM }), 'FILE_MALFORMED'],
    'text in the certificate': [response({}, { certificate: PEM.replace('MIIB', 'MI!B') }), 'FILE_MALFORMED'],
    'a private key behind it': [response({}, { certificate: PEM + read('keys/p256-pkcs8.pem') }), 'FILE_MALFORMED'],
    'nothing signed': [response({ responses: [] }), 'FILE_WITHOUT_ENTRIES'],
}
for (const [name, [file, expected]] of Object.entries(BAD_RESPONSES)) {
    test(`a response is refused: ${name}`, () => assert.equal(refused(decodeResponseFile(file)).code, expected))
}

test('every cut of a file is refused, and none throws', () => {
    const octets = Buffer.from(encodeRequestFile(REQUEST))
    for (let length = 0; length < octets.length - 2; length++) {
        refused(decodeRequestFile(new Uint8Array(octets.subarray(0, length))))
    }
})

test('random octets never throw', () => {
    const octets = Buffer.from(encodeResponseFile(RESPONSE))
    let seed = 1
    const random = (most) => (seed = (seed * 48271) % 2147483647) % most
    for (let round = 0; round < 3000; round++) {
        const changed = new Uint8Array(octets)
        for (let count = 0; count <= random(4); count++) changed[random(changed.length)] = random(256)
        for (const decode of [decodeRequestFile, decodeResponseFile]) {
            const result = decode(changed)
            if (!result.ok) assertWellFormed(result.error)
        }
    }
})

test('a real certificate passes as the signer writes it', async () => {
    const der = await signed(CODE)
    const certificate = `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
    assert.equal(taken(decodeResponseFile(response({}, { certificate }))).responses[0].certificate, certificate)
})
