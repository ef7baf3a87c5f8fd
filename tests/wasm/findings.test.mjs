// The checklist: every finding is there, not only the first that failed, and what the service would refuse is not made.
import assert from 'node:assert/strict'
import test from 'node:test'

import { assertWellFormed, created, loadCore, refused, request } from '../support/core.mjs'
import { fixture } from '../support/fixtures.mjs'

const find = (findings, id) => findings.find((finding) => finding.id === id)

function assertFindings(findings) {
    assert.ok(findings.length > 0)
    for (const finding of findings) {
        assert.ok(['pass', 'warn', 'fail'].includes(finding.status))
        assert.match(finding.id, /^[a-z]+$/)
        assert.match(finding.message, /^\S.*[.!?]$/s)
        assert.doesNotMatch(finding.message + finding.hint, /[{}|]/)
        if (finding.status === 'pass') assert.match(finding.text, new RegExp(`^${finding.id}\\.[a-z]+$`))
        else assert.equal(finding.text, finding.code)
        for (const word of Object.values(finding.parameters)) {
            assert.equal(typeof word, 'string')
            assert.ok((finding.message + finding.hint).includes(word), word)
        }
        assert.equal(finding.code === null, finding.status === 'pass')
        assert.equal(finding.category === null, finding.status === 'pass')
        if (finding.status !== 'pass') assertWellFormed(finding)
    }
}

test('a good job: every line passes', async () => {
    for (const ca of ['rsa2048', 'rsa4096', 'p256']) {
        const { findings } = await created(request({ ca }))
        assertFindings(findings)
        assert.deepEqual(findings.filter((finding) => finding.status !== 'pass'), [])
        for (const id of ['code', 'key', 'match', 'ca', 'validity', 'strength', 'algorithm', 'period']) {
            assert.ok(find(findings, id), id)
        }
    }
})

// Certificates that the service would surely refuse: not made. The key fits each of them.
const REFUSED = [
    ['certs/ca-p256-expired.pem', 'p256', 'validity', 'cert-expired'],
    ['certs/ca-rsa2048-expired.der', 'rsa2048', 'validity', 'cert-expired'],
    ['certs/ca-p256-not-yet-valid.pem', 'p256', 'validity', 'cert-not-yet-valid'],
    ['certs/ca-rsa2048-not-yet-valid.pem', 'rsa2048', 'validity', 'cert-not-yet-valid'],
    ['certs/leaf-p256-self-signed.pem', 'p256', 'ca', 'cert-not-ca'],
    ['certs/leaf-rsa2048-self-signed.der', 'rsa2048', 'ca', 'cert-not-ca'],
    ['certs/leaf-p256.pem', 'p256-leaf', 'ca', 'cert-not-ca'],
    ['certs/ca-p256-no-key-cert-sign.pem', 'p256', 'usage', 'cert-no-keycertsign'],
    ['certs/ca-rsa2048-no-key-cert-sign.pem', 'rsa2048', 'usage', 'cert-no-keycertsign'],
]

for (const [certificate, key, id, category] of REFUSED) {
    test(`${certificate} is refused: ${category}`, async () => {
        const error = await refused(request({ caCertificate: fixture(certificate), privateKey: fixture(`keys/${key}-pkcs8.pem`) }))
        assertFindings(error.findings)
        assert.equal(error.category, category)
        assert.equal(error.field, 'caCertificate')
        const finding = find(error.findings, id)
        assert.equal(finding.status, 'fail')
        assert.equal(finding.code, error.code)
        // The rest of the list is there too.
        assert.equal(find(error.findings, 'code').status, 'pass')
        assert.equal(find(error.findings, 'match').status, 'pass')
    })
}

test('an RSA-1024 CA is refused as weak, in the key field and for the certificate', async () => {
    const error = await refused(request({ ca: 'rsa1024' }))
    assertFindings(error.findings)
    assert.equal(error.category, 'weak-key')
})

test('several reasons at once are all told', async () => {
    const error = await refused({
        verificationCode: '',
        privateKey: fixture('keys/p256-other-pkcs8.pem'),
        caCertificate: fixture('certs/ca-p256-expired.pem'),
    })
    const failed = error.findings.filter((finding) => finding.status === 'fail').map((finding) => finding.category)
    for (const category of ['empty-input', 'key-cert-mismatch', 'cert-expired']) assert.ok(failed.includes(category), category)
    assert.equal(error.code, error.findings.find((finding) => finding.status === 'fail').code, 'the error is the first that failed')
})

// Doubtful ones are made, with a warning beside them.
const WARNED = [
    ['certs/ca-p384.pem', 'p384', 'algorithm'],
    ['certs/ca-p521.pem', 'p521', 'algorithm'],
    ['certs/ca-p256-v1.pem', 'p256', 'ca'],
    ['certs/ca-rsa2048-v1.pem', 'rsa2048', 'ca'],
]

for (const [certificate, key, id] of WARNED) {
    test(`${certificate} works, with a warning`, async () => {
        const { findings } = await created(
            request({ caCertificate: fixture(certificate), privateKey: fixture(`keys/${key}-pkcs8.pem`) }))
        assertFindings(findings)
        assert.equal(find(findings, id).status, 'warn')
        assert.equal(find(findings, id).field, 'caCertificate')
    })
}

for (const certificate of ['ca-p256-no-ski', 'ca-p256-no-key-usage', 'ca-p256-never-ends', 'ca-p256-renewed']) {
    test(`certs/${certificate} works without a warning about it`, async () => {
        const { findings } = await created(request({ caCertificate: fixture(`certs/${certificate}.pem`) }))
        assert.deepEqual(findings.filter((finding) => finding.status !== 'pass'), [])
    })
}

const CHAINS = [
    ['chains/sub-then-root.pem', 'p256-sub', 'CN=sub-p256'],
    ['chains/sub-then-root.pem', 'rsa2048', 'CN=CA ca-rsa2048'],
    ['chains/root-then-sub.pem', 'p256-sub', 'CN=sub-p256'],
    ['chains/root-then-sub.pem', 'rsa2048', 'CN=CA ca-rsa2048'],
    ['chains/fullchain.pem', 'p256-sub', 'CN=sub-p256'],
    ['chains/shuffled.pem', 'p256-other', 'CN=CA ca-p256-other'],
    ['chains/shuffled.pem', 'p256-sub', 'CN=sub-p256'],
    ['chains/fullchain.p7b', 'p256-sub', 'CN=sub-p256'],
    ['chains/fullchain-der.p7b', 'rsa2048', 'CN=CA ca-rsa2048'],
    ['chains/expired-and-current.pem', 'p256', 'CN=CA ca-p256'],
]

for (const [chain, key, issuer] of CHAINS) {
    test(`${chain}: the certificate of ${key} is chosen`, async () => {
        const made = await created(request({ caCertificate: fixture(chain), privateKey: fixture(`keys/${key}-pkcs8.pem`) }))
        assert.ok(made.issuer.includes(issuer), made.issuer)
        assert.equal(find(made.findings, 'chain').status, 'pass')
    })
}

test('a chain in which no certificate fits: the key is to blame, and the leaf of a chain is no CA', async () => {
    const none = await refused(request({ caCertificate: fixture('chains/fullchain.pem'), privateKey: fixture('keys/p384-pkcs8.pem') }))
    assert.equal(none.category, 'key-cert-mismatch')
    const leaf = await refused(request({ caCertificate: fixture('chains/fullchain.pem'), privateKey: fixture('keys/p256-leaf-pkcs8.pem') }))
    assert.equal(leaf.category, 'cert-not-ca')
})

for (const [file, password] of [
    ['chains/key-and-certificate.pem'], ['chains/certificate-and-key.pem'], ['chains/chain-and-key.pem'],
    ['pfx/modern-p256.p12', 'correct horse'], ['pfx/with-chain.p12', 'correct horse'],
]) {
    test(`${file} alone is enough`, async () => {
        const made = await created({ ...request(), caCertificate: undefined, privateKey: fixture(file), password })
        assertFindings(made.findings)
    })
}

test('the certificate of another file goes before the one beside the key', async () => {
    const made = await created(request({
        privateKey: fixture('chains/key-and-certificate.pem'),
        caCertificate: fixture('names/markup.pem'),
    }))
    assert.ok(made.issuer.includes('onerror'), made.issuer)
})

test('a sentence comes with its name and its words, so that it can be said in another language', async () => {
    const { findings } = await created(request({ ca: 'rsa2048', now: new Date('2030-05-17T12:00:00Z') }))
    const said = Object.fromEntries(findings.map(({ text, parameters }) => [text, parameters]))
    assert.deepEqual(said['code.pass'], { name: 'Azure', value: '48' })
    assert.deepEqual(said['key.pass'], { name: 'RSA, 2048 bits' })
    assert.deepEqual(said['match.pass'], {})
    assert.deepEqual(said['algorithm.pass'], { name: 'RSA 2048, SHA-256' })
    assert.deepEqual(said['period.pass'], { from: '2030-05-14', date: '2030-06-16' })

    const chain = await created(request({ caCertificate: fixture('chains/root-then-sub.pem'), privateKey: fixture('keys/p256-sub-pkcs8.pem') }))
    const chosen = chain.findings.find(({ id }) => id === 'chain')
    assert.equal(chosen.text, 'chain.chosen')
    assert.deepEqual(chosen.parameters, { count: '2', value: '2', name: 'sub-p256' })

    const error = await refused(request({ caCertificate: fixture('certs/ca-p256-expired.pem') }))
    assert.deepEqual(error.parameters, { date: '2020-01-01' })
    assert.equal(error.findings.find(({ id }) => id === 'validity').text, 'CERTIFICATE_EXPIRED')
    const tooMuch = (await loadCore()).inspect(new Uint8Array(5 << 20))
    assert.deepEqual(tooMuch.error.parameters, { value: '4' })
})
