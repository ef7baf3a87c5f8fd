// Run by eval.test.mjs: calls whatever the core has, for each kind of key.
import assert from 'node:assert/strict'
import { createSign } from 'node:crypto'

import { loadCore, request } from '../support/core.mjs'
import { CODE, fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { openssl, temporaryFile } from '../support/openssl.mjs'

assert.throws(() => eval('1'), EvalError)

const calls = {
    async inspect(core) {
        for (const [file, password] of [['keys/rsa2048-pkcs8.der'], ['certs/ca-p384.pem'], ['pfx/modern-p256.p12', PASSWORD],
            ['encrypted/scrypt-16384.pem', PASSWORD]]) {
            assert.ok((await core.inspect(fixture(file), { password })).ok, file)
        }
        assert.equal((await core.inspect(fixture('bad/noise'))).ok, false)
    },
    describe(core) {
        const texts = core.describe(fixture('certs/ca-p256.der'))
        assert.deepEqual(texts.find(({ id }) => id === '2.5.29.19'), { id: '2.5.29.19', name: 'Basic constraints', critical: true, text: 'a CA' })
        assert.deepEqual(core.describe(fixture('keys/p256-pkcs8.der')), [])
        const constraints = openssl(['req', '-x509', '-new', '-key', fixturePath('keys/p256-pkcs8.pem'), '-subj', '/CN=CA', '-outform', 'DER', '-addext',
            'nameConstraints=permitted;DNS:.example.org,permitted;IP:10.0.0.0/255.0.0.0,excluded;email:example.com,excluded;dirName:d', '-config', temporaryFile(
                '[req]\ndistinguished_name=n\n[n]\n[d]\nO=Contoso\n', '.cnf')])
        assert.equal(core.describe(constraints).find(({ id }) => id === '2.5.29.30').text,
            'only DNS .example.org, only IP 10.0.0.0/255.0.0.0, not mail example.com, not name O=Contoso')
    },
    async check(core) {
        const inspected = await core.inspect(fixture('keys/p256-pkcs8.pem'))
        const checked = await core.check({
            verificationCode: ` ${CODE}`,
            caCertificate: fixture('chains/same-key-twice.pem'),
            keys: [inspected.value.items[0].spki],
            now: new Date(),
        })
        assert.equal(checked.ready, true)
        assert.equal(checked.verificationCode, CODE)
        assert.equal(checked.keyIndex, 0)
        assert.ok(checked.notAfter > checked.notBefore)
    },
    async createVerificationCertificate(core) {
        for (const ca of ['rsa2048', 'p256', 'p384', 'p521']) {
            const result = await core.createVerificationCertificate(request({ ca }))
            assert.ok(result.ok)
            assert.ok(result.value.pem.startsWith('-----BEGIN CERTIFICATE-----\n'))
        }
    },
    async createVerificationCertificates(core) {
        const { verificationCode, ...one } = request()
        const all = await core.createVerificationCertificates({ ...one, verificationCodes: [verificationCode, ''] })
        assert.deepEqual(all.value.results.map(({ ok }) => ok), [true, false])
    },
}

calls.createEach = (core) => {
    const { verificationCode, ...one } = request()
    const results = []
    assert.ok(core.createEach({ ...one, verificationCodes: [verificationCode, ''] }, (result) => results.push(result.ok)).ok)
    assert.deepEqual(results, [true, false])
}

calls.checkCodes = (core) => {
    const [known, name] = core.checkCodes([CODE, 'device-0042'], 'given')
    assert.deepEqual([known.service, known.finding.status], ['azure', 'pass'])
    assert.deepEqual([name.service, name.finding.code], [null, 'CODE_UNLIKE_SERVICE'])
}

calls.checkCa = (core) => {
    assert.ok(core.checkCa({ caCertificate: fixture('certs/ca-p256.pem') }).every(({ status, field }) => status === 'pass' && field === 'caCertificate'))
    assert.ok(core.checkCa({ caCertificate: fixture('keys/p256-pkcs8.pem') }).some(({ code }) => code === 'OBJECT_IS_PRIVATE_KEY'))
}

calls.prepare = (core) => {
    const result = core.prepare({ verificationCode: CODE, caCertificate: fixture('certs/ca-p384.pem') })
    assert.deepEqual([result.ok, result.value.hash, result.value.digest.length, result.value.ca.curve], [true, 'SHA-384', 48, 'P-384'])
    assert.equal(core.prepare({ verificationCode: '', caCertificate: fixture('certs/ca-p384.pem') }).error.code, 'CODE_EMPTY')
}

calls.finish = (core) => {
    const caCertificate = fixture('certs/ca-rsa2048.pem')
    const { tbs } = core.prepare({ verificationCode: CODE, caCertificate }).value
    const finish = (signature, octets = tbs) => core.finish({ verificationCode: CODE, caCertificate, tbs: octets, signature })
    assert.ok(finish(createSign('sha256').update(tbs).sign(Buffer.from(fixture('keys/rsa2048-pkcs8.pem')))).ok)
    assert.equal(finish(new Uint8Array(256)).error.code, 'SIGNATURE_OF_OTHER_KEY')
    assert.equal(finish(new Uint8Array(256), tbs.subarray(1)).error.code, 'PREPARED_NOT_A_PROOF')
}

calls.judge = (core) => {
    const { value } = core.createVerificationCertificate(request())
    const judged = core.judge({ certificate: value.der, caCertificate: fixture('certs/ca-p256.pem'), verificationCode: CODE })
    assert.deepEqual([judged.accepted, judged.certificate.sha1], [true, value.sha1])
    assert.equal(core.judge({ certificate: value.der, caCertificate: fixture('certs/ca-p384.pem'), verificationCode: CODE }).accepted, false)
}

calls.isVisibleText = (core) => assert.deepEqual(['a b', 'a\u2003b'].map((text) => core.isVisibleText(text)), [true, false])

calls.checkChain = (core) => {
    const result = core.checkChain({ certificates: fixture('chains/shuffled.pem'), known: [fixture('certs/ca-p256.pem')], anchors: [] })
    assert.equal(result.value.links.length, 3)
    assert.equal(result.value.unused.length, 1)
}

const core = await loadCore()
assert.match(core.version, /^\d+\.\d+\.\d+/)
const names = new Set([...Object.keys(core), ...Object.getOwnPropertyNames(Object.getPrototypeOf(core))])
const functions = [...names].filter((name) => name !== 'constructor' && typeof core[name] === 'function' && !(name in Object.prototype))
for (const name of functions) {
    assert.ok(calls[name], `no test calls ${name}`)
    await calls[name](core)
}
for (const name of ['inspect', 'check', 'createVerificationCertificate', 'createVerificationCertificates', 'checkChain']) {
    assert.ok(functions.includes(name), name)
}
console.log(`called: ${functions.join(', ')}`)
