// What people paste into the code field.
import assert from 'node:assert/strict'
import test from 'node:test'

import { certificateParts, children, element } from '../support/der.mjs'
import { assertWellFormed, loadCore, refused, request } from '../support/core.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'

const HEX_64 = '5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b'

// [what was pasted, what is signed, the finding]
const SIGNED = [
    [CODE, CODE, 'pass'],
    [HEX_64, HEX_64, 'pass'],
    [HEX_64.toUpperCase(), HEX_64.toUpperCase(), 'pass'],
    [`  ${CODE}  `, CODE, 'pass'],
    [`${CODE}\r\n`, CODE, 'pass'],
    [`\t${CODE}\u00a0`, CODE, 'pass'],
    ['A', 'A', 'warn'],
    ['7b2d41d1-8a4c-4d7f-9f39-5d3a1f9d4e21', '7b2d41d1-8a4c-4d7f-9f39-5d3a1f9d4e21', 'warn'],
    ['abc_DEF-123.~+/=', 'abc_DEF-123.~+/=', 'warn'],
    ['user@host*&', 'user@host*&', 'warn'],
    ['x'.repeat(64), 'x'.repeat(64), 'warn'],
    [`"${CODE}"`, CODE, 'pass'],
    [`CN=${CODE}`, CODE, 'pass'],
    [`{ "registrationCode": "${HEX_64}" }`, HEX_64, 'pass'],
    [`${CODE.slice(0, 24)} ${CODE.slice(24)}`, CODE, 'pass'],
    [CODE.slice(1), CODE.slice(1), 'warn'],
    ['"two"', '"two"', 'warn'],
    ['CN=two', 'CN=two', 'warn'],
    ['two words', 'two words', 'warn'],
    // A separator of a name's text form, never of the name
    ['a,O=evil', 'a,O=evil', 'warn'],
    ['a/CN=b', 'a/CN=b', 'warn'],
    ['a+CN=b', 'a+CN=b', 'warn'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>', 'warn'],
    ['prüfcode-äöü', 'prüfcode-äöü', 'warn'],
    ['\u{1f600}', '\u{1f600}', 'warn'],
    ['e\u0301', 'e\u0301', 'warn'],
]

const REFUSED = [
    ['', 'empty-input'],
    ['   ', 'empty-input'],
    ['\r\n\t', 'empty-input'],
    ['x'.repeat(65), 'limit'],
    ['x'.repeat(1000), 'limit'],
    ['ü'.repeat(65), 'limit'],
    ['a\0b', 'malformed'],
    ['a\nb', 'malformed'],
    ['a\tb', 'malformed'],
    ['a\x1bb', 'malformed'],
    [`\u200b${CODE}`, 'malformed'],
    [`${CODE}\ufeff`, 'malformed'],
    ['a\u202eb', 'malformed'],
    ['a\ufffdb', 'malformed'],
]

/** The one attribute value of the one RDN of the subject, as it stands in the certificate. */
function signedName(der) {
    const rdns = children(element(certificateParts(der).subject).value)
    assert.equal(rdns.length, 1)
    const attributes = children(rdns[0].value)
    assert.equal(attributes.length, 1)
    const [type, value] = children(attributes[0].value)
    assert.equal(Buffer.from(type.value).toString('hex'), '550403', 'commonName')
    return { tag: value.tag, octets: Buffer.from(value.value) }
}

for (const [pasted, code, status] of SIGNED) {
    test(`${JSON.stringify(pasted)} is signed as ${JSON.stringify(code)}`, async () => {
        const core = await loadCore()
        const result = await core.createVerificationCertificate(request({ verificationCode: pasted }))
        assert.ok(result.ok, result.error?.message)
        assert.equal(result.value.verificationCode, code)
        const { tag, octets } = signedName(result.value.der)
        assert.deepEqual(octets, Buffer.from(code, 'utf8'))
        // PrintableString where it can be, UTF8String elsewhere: X.520, RFC 5280 4.1.2.4
        const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(code)
        assert.ok(tag === 0x0c || (tag === 0x13 && printable), `tag ${tag}`)
        assert.equal(result.findings.find((finding) => finding.id === 'code').status, status)
        assert.match(result.value.fileName, /^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/)
    })
}

for (const [pasted, category] of REFUSED) {
    test(`${JSON.stringify(pasted.slice(0, 20))} (${pasted.length}) is refused: ${category}`, async () => {
        const error = await refused(request({ verificationCode: pasted }))
        assert.equal(error.category, category)
        assert.equal(error.field, 'verificationCode')
        assertWellFormed(error)
        assert.equal(error.findings.find((finding) => finding.id === 'match').status, 'pass', 'the other checks ran')
    })
}

test('a lone surrogate is not turned into something else in silence', async () => {
    const core = await loadCore()
    const result = await core.createVerificationCertificate(request({ verificationCode: 'a\ud800b' }))
    assert.equal(result.ok, false)
    assert.equal(result.error.field, 'verificationCode')
})

// [code, service, then by origin: may it be signed, and has it to be confirmed]
const FORMS = [
    [CODE, 'azure', { program: [true, false], person: [true, false], given: [true, false] }],
    [HEX_64, 'aws', { program: [true, false], person: [true, false], given: [true, false] }],
    ['bb180052-7df5-4ff3-bda9-9b12fed8bf39', null, { program: [true, false], person: [true, true], given: [true, true] }],
    ['device-0042', null, { program: [true, false], person: [true, true], given: [false, false] }],
    [`CN=${CODE}`, 'azure', { program: [true, false], person: [true, false], given: [false, false] }],  // it is not what stands in the list
    ['CN=device-0042', null, { program: [true, false], person: [true, true], given: [false, false] }],
]

test('the check says whose code it is, and what has to be confirmed; without that it is not signed', async () => {
    const core = await loadCore()
    for (const [code, service, byOrigin] of FORMS) {
        for (const [codeOrigin, [ready, needsConfirmation]] of Object.entries(byOrigin)) {
            const { caCertificate } = request()
            const checked = core.check({ verificationCode: code, codeOrigin, caCertificate, keys: [fixture('keys/p256-spki.der')] })
            assert.deepEqual([checked.service, checked.ready, checked.needsConfirmation], [ready ? service : null, ready, needsConfirmation], `${code} ${codeOrigin}`)
            const create = (codesConfirmed) => core.createVerificationCertificate(request({ verificationCode: code, codeOrigin, codesConfirmed }))
            const plain = create(undefined)
            assert.equal(plain.ok, ready && !needsConfirmation)
            if (needsConfirmation) {
                assert.equal(plain.error.code, 'CODE_UNCONFIRMED')
                assert.equal(plain.error.field, 'verificationCode')
                assertWellFormed(plain.error)
            }
            assert.equal(create(false).ok, plain.ok)
            assert.equal(create(true).ok, ready)
        }
    }
})

test('what a person does not see, nobody signs: every code point, against the Unicode data of Node', async (t) => {
    const core = await loadCore()
    const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufffc\ufffd]/u
    const differences = []
    for (let point = 0; point < 0x110000; point++) {
        const text = String.fromCodePoint(point)
        const visible = point === 0x20 || !unseen.test(text)
        // The core's table is of Unicode 17; an older one does not know all that is new in it.
        if (core.isVisibleText(text) !== visible && (process.versions.unicode === '17.0' || !visible)) differences.push(point.toString(16))
    }
    assert.deepEqual(differences, [])
    t.diagnostic(`Unicode ${process.versions.unicode}`)
    for (const code of ['a\u3164b', 'a\u2800b', 'a\ufdd0b', 'a\ue000b', 'a\u{f0000}b', 'a\u2003b', 'a\ufe0fb']) {
        assert.equal((await refused(request({ verificationCode: code }))).code, 'CODE_FORBIDDEN_CHARACTER', JSON.stringify(code))
    }
})
