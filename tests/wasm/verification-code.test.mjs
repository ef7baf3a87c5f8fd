// What people paste into the code field.
import assert from 'node:assert/strict'
import test from 'node:test'

import { certificateParts, children, element } from '../support/der.mjs'
import { assertWellFormed, loadCore, refused, request } from '../support/core.mjs'
import { CODE } from '../support/fixtures.mjs'

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
    [`"${CODE}"`, `"${CODE}"`, 'warn'],
    [`CN=${CODE}`, `CN=${CODE}`, 'warn'],
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
