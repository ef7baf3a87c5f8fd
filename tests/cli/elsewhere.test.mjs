// A key that is elsewhere: OpenSSL holds it, the command never sees it. What comes out is judged by OpenSSL, and each mistake with a
// signature has a sentence of its own.
import assert from 'node:assert/strict'
import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, suite, test } from 'node:test'

import { assertSound, ca, derOf, key, ownFolder } from '../support/cli.mjs'
import { popcert } from '../support/command.mjs'
import { CODE, fixture } from '../support/fixtures.mjs'
import { certificateFacts, hasCommand, openssl, run, temporaryFile } from '../support/openssl.mjs'

const { folder, path } = ownFolder('elsewhere')

const hashOf = { rsa2048: 'sha256', p256: 'sha256', p384: 'sha384' }

const prepareFor = async (name) => {
    const done = await popcert(['prepare', '--code', CODE, '--ca', ca(name), '--out', path(name)])
    assert.equal(done.exit, 0, done.stderr)
    return done
}
const sign = (name, file, { by = name, hash = hashOf[name], more = [] } = {}) =>
    openssl(['dgst', `-${hash}`, '-sign', key(by), ...more, file])
const finish = (name, signature, ...more) =>
    popcert(['finish', path(`${name}.popcert.json`), '--signature', temporaryFile(signature), ...more])
/** r and s of the DER of an ECDSA signature, each as long as the field. */
const sideBySide = (der, octets) => {
    const numbers = [...openssl(['asn1parse', '-inform', 'DER'], der).toString().matchAll(/INTEGER\s+:([0-9A-F]+)/g)]
    return Buffer.concat(numbers.map(([, hex]) => Buffer.from(hex.padStart(2 * octets, '0'), 'hex')))
}

const said = new Map()
before(async () => { for (const name of Object.keys(hashOf)) said.set(name, await prepareFor(name)) })

for (const [name, hash] of Object.entries(hashOf)) {
    suite(name, () => {
        const tbs = path(`${name}.tbs`)

        test('what is to be signed, its digest, and lines that sign it', () => {
            const digest = createHash(hash).update(readFileSync(tbs)).digest()
            assert.deepEqual(readFileSync(path(`${name}.dgst`)), digest)
            const { stdout, stderr } = said.get(name)
            assert.ok(stderr.includes(digest.toString('hex')))
            assert.match(stdout, new RegExp(`^openssl dgst -${hash} -sign CA_KEY -out \\S+${name}.sig \\S+${name}.tbs$`, 'm'))
            assert.ok(stdout.includes(digest.toString('base64')), 'Key Vault gets the digest itself')
            assert.match(openssl(['asn1parse', '-inform', 'DER'], readFileSync(tbs)).toString(), new RegExp(CODE))
        })

        test('the lines for OpenSSL do it as they stand', async () => {
            const lines = said.get(name).stdout.split('\n').filter((line) => line.startsWith('openssl '))
            assert.equal(lines.length, 2)
            for (const line of lines) {
                const done = run('sh', ['-c', line.replace('CA_KEY', key(name))])
                assert.equal(done.status, 0, done.stderr)
                const made = await popcert(['finish', path(`${name}.popcert.json`), '--signature', path(`${name}.sig`)])
                assert.equal(made.exit, 0, made.stderr)
                assertSound(made.stdout, name)
            }
        })

        test('the signature in the forms that tools and services give', async () => {
            const octets = sign(name, tbs)
            const forms = {
                base64: octets.toString('base64'), base64url: octets.toString('base64url'), lines: openssl(['base64'], octets),
                hex: octets.toString('hex'), colons: octets.toString('hex').toUpperCase().match(/../g).join(':'),
                openssl: sign(name, tbs, { more: ['-hex'] }), newline: Buffer.concat([octets, Buffer.from('\n')]),
                'AWS KMS': JSON.stringify({ KeyId: 'a', Signature: octets.toString('base64'), SigningAlgorithm: 'b' }),
                Vault: `vault:v1:${octets.toString('base64')}\n`, UTF16: Buffer.from(`\ufeff${octets.toString('base64')}\r\n`, 'utf16le'),
                decimal: [...octets].join('\r\n'),
            }
            for (const [form, content] of Object.entries(forms)) {
                const done = await finish(name, content)
                assert.equal(done.exit, 0, `${form}: ${done.stderr}`)
                assertSound(done.stdout, name)
            }
            assert.match((await finish(name, forms.base64, '--out', path(`${name}-said.pem`))).stderr, /It was read from base64\./)
        })

        test('which mistake a signature is', async () => {
            const other = name === 'rsa2048' ? 'rsa3072' : name === 'p256' ? 'p384' : 'p256'
            const cases = {
                SIGNATURE_EMPTY: [Buffer.alloc(0), 3],
                SIGNATURE_OTHER_HASH: [sign(name, tbs, { hash: 'sha512' }), 3],
                SIGNATURE_OF_DIGEST: [sign(name, path(`${name}.dgst`)), 3],
                SIGNATURE_OF_OTHER_KEY: [sign(name, ca(name)), 5],
                SIGNATURE_IS_THE_DIGEST: [readFileSync(path(`${name}.dgst`)), 3],
                SIGNATURE_IS_THE_INPUT: [readFileSync(tbs), 3],
                SIGNATURE_IS_CERTIFICATE: [fixture(`certs/ca-${name}.pem`), 3],
                SIGNATURE_IS_PRIVATE_KEY: [fixture(`keys/${name}-pkcs8.pem`), 3],
                SIGNATURE_NOT_RECOGNIZED: ['An error occurred: access denied.', 3],
            }
            if (name === 'rsa2048') {
                cases.SIGNATURE_PSS = [sign(name, tbs, { more: ['-sigopt', 'rsa_padding_mode:pss'] }), 3]
                cases.SIGNATURE_WITHOUT_DIGEST_INFO = [openssl(['pkeyutl', '-sign', '-inkey', key(name), '-in', path(`${name}.dgst`)]), 3]
                cases.SIGNATURE_OTHER_ALGORITHM = [sign(name, tbs, { by: 'p256' }), 5]
            }
            for (const [id, [content, exit]] of Object.entries(cases)) {
                const out = path(`${name}-${id}.pem`)
                const done = await finish(name, content, '--out', out)
                assert.match(done.stderr, new RegExp(`^${id}: `), id)
                assert.equal(done.exit, exit, id)
                assert.equal(existsSync(out), false)
            }
            // Of another key of the same kind, and of one of another.
            const strange = path(`${name}-strange.key`)
            openssl(name === 'rsa2048' ? ['genrsa', '-out', strange, '2048'] : ['ecparam', '-name', name === 'p256' ? 'prime256v1' : 'secp384r1', '-genkey', '-noout', '-out', strange])
            const wrong = await finish(name, openssl(['dgst', `-${hash}`, '-sign', strange, tbs]))
            assert.match(wrong.stderr, /^SIGNATURE_OF_OTHER_KEY: /)
            assert.notEqual((await finish(name, sign(name, tbs, { by: other }))).exit, 0)
        })

        if (name !== 'rsa2048') {
            test('r and s side by side are taken, also as base64url, and a wrong one is still told from a right one', async () => {
                const octets = name === 'p256' ? 32 : 48
                const raw = sideBySide(sign(name, tbs), octets)
                assert.equal(raw.length, 2 * octets)
                for (const content of [raw, JSON.stringify({ kid: 'k', value: raw.toString('base64url') })]) {
                    const done = await finish(name, content, '--json')
                    assert.equal(done.exit, 0, done.stderr)
                    const { certificate, findings } = JSON.parse(done.stdout)
                    assertSound(certificate.pem, name)
                    assert.ok(findings.some(({ message }) => message.includes('r and s side by side')))
                }
                const twice = sideBySide(sign(name, path(`${name}.dgst`)), octets)
                assert.match((await finish(name, twice)).stderr, /^SIGNATURE_OF_DIGEST: /)
            })
        } else {
            test('octets from last to first are taken, as CryptoAPI writes them', async () => {
                const done = await finish(name, Buffer.from(sign(name, tbs)).reverse())
                assert.equal(done.exit, 0, done.stderr)
                assertSound(done.stdout, name)
            })
        }
    })
}

suite('prepare', () => {
    test('the rules of create: a name, a period that is too long, a CA that may not sign', async () => {
        const name = (...args) => popcert(['prepare', '--ca', ca('p256'), '--out', path('never'), ...args])
        const unconfirmed = await name('--code', 'login.example.com')
        assert.deepEqual([unconfirmed.exit, /CODE_UNCONFIRMED/.test(unconfirmed.stderr)], [6, true])
        assert.equal((await name('--code', '')).exit, 6)
        assert.equal((await name('--code', CODE, '--days', '88')).exit, 2)
        assert.equal((await name('--code', CODE, '--for', 'nowhere')).exit, 2)
        const leaf = path('leaf.pem')
        openssl(['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', path('leaf.key'), '-subj', '/CN=leaf', '-addext', 'basicConstraints=critical,CA:FALSE', '-out', leaf])
        const unfit = await popcert(['prepare', '--code', CODE, '--ca', leaf, '--out', path('never')])
        assert.deepEqual([unfit.exit, /CERTIFICATE_NOT_CA/.test(unfit.stderr)], [5, true])
        assert.deepEqual(readdirSync(folder).filter((file) => file.startsWith('never')), [])
    })

    test('no second one in the place of the first', async () => {
        const before = readFileSync(path('p256.tbs'))
        const again = await popcert(['prepare', '--code', CODE, '--ca', ca('p256'), '--out', path('p256')])
        assert.deepEqual([again.exit, /^FILE_EXISTS: /.test(again.stderr)], [3, true])
        assert.deepEqual(readFileSync(path('p256.tbs')), before)
    })

    test('of several CAs the one whose thumbprint is named, and none where it is not', async () => {
        const file = path('two.pem')
        writeFileSync(file, Buffer.concat([fixture('certs/ca-p256.pem'), fixture('certs/ca-rsa2048.pem')]))
        const undecided = await popcert(['prepare', '--code', CODE, '--ca', file, '--out', path('two')])
        assert.deepEqual([undecided.exit, /^CA_UNDECIDED: /m.test(undecided.stderr)], [3, true])
        const sha1 = new X509Certificate(fixture('certs/ca-rsa2048.pem')).fingerprint
        assert.ok(undecided.stderr.includes(sha1.replaceAll(':', '')))
        const done = await popcert(['prepare', '--code', CODE, '--ca', file, '--ca-sha1', sha1, '--out', path('two')])
        assert.equal(done.exit, 0, done.stderr)
        assert.equal((await finish('two', sign('rsa2048', path('two.tbs')))).exit, 0)
    })

    test('a file with blanks in its name is quoted in the lines', async () => {
        const done = await popcert(['prepare', '--code', CODE, '--ca', ca('p256'), '--out', "it's a proof", '--for', 'openssl', '--for', 'windows'], { folder })
        assert.equal(done.exit, 0, done.stderr)
        assert.ok(done.stdout.includes("'it''s a proof.tbs'"), 'PowerShell doubles a quotation mark')
        const line = done.stdout.split('\n').find((each) => each.startsWith('openssl dgst'))
        const signed = run('sh', ['-c', `cd '${folder}' && ${line.replace('CA_KEY', key('p256'))}`])
        assert.equal(signed.status, 0, signed.stderr)
        assert.ok(existsSync(path("it's a proof.sig")))
    })

    test('every place has a line for a key that can be there', async () => {
        const { stdout } = await popcert(['prepare', '--code', CODE, '--ca', ca('p384'), '--json'], { folder })
        const { places } = JSON.parse(stdout)
        assert.deepEqual(places.map(({ id }) => id), ['openssl', 'pkcs11', 'keyvault'])
        const all = ['aws', 'google', 'vault', 'tpm', 'piv', 'windows']
        const others = await popcert(['prepare', '--code', CODE, '--ca', ca('p384'), '--out', path('all'), ...all.flatMap((id) => ['--for', id])])
        for (const hint of ['ECDSA_SHA_384', 'sha384', 'sha2-384', 'tpm2_sign', 'ECCP384 -H SHA384', 'ECDsaCertificateExtensions']) assert.ok(others.stdout.includes(hint), hint)
    })
})

suite('finish believes nothing of the file', () => {
    const altered = async (change) => {
        const file = { ...JSON.parse(readFileSync(path('p256.popcert.json'), 'utf8')) }
        change(file)
        const tbs = temporaryFile(Buffer.from(file.tbs, 'base64'))
        return popcert(['finish', temporaryFile(JSON.stringify(file)), '--signature', temporaryFile(sign('p256', tbs))])
    }
    const tbsOf = (...options) => {
        const [leafKey, request, made] = ['x.key', 'x.csr', 'x.pem'].map(path)
        openssl(['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', leafKey])
        openssl(['req', '-new', '-key', leafKey, '-subj', `/CN=${CODE}`, '-out', request])
        openssl(['x509', '-req', '-in', request, '-CA', ca('p256'), '-CAkey', key('p256'), '-days', '20', '-sha256', '-out', made, ...options])
        const der = derOf(readFileSync(made))
        const [, header, length] = /^\s*4:d=1\s+hl=(\d)\s+l=\s*(\d+) cons: SEQUENCE/m.exec(openssl(['asn1parse', '-inform', 'DER'], der).toString())
        return der.subarray(4, 4 + Number(header) + Number(length)).toString('base64')
    }

    test('unchanged it is taken', async () => assert.equal((await altered(() => {})).exit, 0))

    test('another code, another certificate, a CA certificate: signed by the CA itself, and refused all the same', async () => {
        const extensions = path('ca.cnf')
        writeFileSync(extensions, 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n')
        for (const change of [
            (file) => { file.verificationCode = CODE.replace('106A', '206A') },
            (file) => { file.tbs = tbsOf() },
            (file) => { file.tbs = tbsOf('-extfile', extensions) },
            (file) => { file.tbs = Buffer.from('no certificate').toString('base64') },
            (file) => { file.caCertificate = readFileSync(ca('p384'), 'utf8') },
        ]) {
            const done = await altered(change)
            assert.deepEqual([done.exit, /^PREPARED_NOT_A_PROOF: /.test(done.stderr), done.stdout], [3, true, ''], done.stderr)
        }
    })

    test('what is no such file says so', async () => {
        for (const content of ['', '{}', '[]', JSON.stringify({ popcert: 'request', version: 1 }), fixture('certs/ca-p256.pem')]) {
            const done = await popcert(['finish', temporaryFile(content), '--signature', path('p256.tbs')])
            assert.deepEqual([done.exit, /^PREPARED_FILE_MALFORMED: /.test(done.stderr)], [3, true], done.stderr)
        }
    })
})

test('the certificate says what was prepared', async () => {
    const { stdout } = await finish('p384', sign('p384', path('p384.tbs')))
    const facts = certificateFacts(derOf(stdout))
    assert.equal(facts.isCa, false)
    assert.ok(facts.notAfter - facts.notBefore <= 90 * 86_400_000)
})

test('a real device: SoftHSM by the line for PKCS #11', { skip: !hasCommand('pkcs11-tool') || !hasCommand('softhsm2-util') ? 'pkcs11-tool and softhsm2-util are not installed' : false }, async () => {
    const module = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find((each) => existsSync(each))
    const config = path('softhsm2.conf')
    writeFileSync(config, `directories.tokendir = ${mkdtempSync(join(folder, 'tokens-'))}\nobjectstore.backend = file\nlog.level = ERROR\n`)
    const shell = (line) => {
        const done = run('sh', ['-c', `SOFTHSM2_CONF='${config}' ${line} </dev/null`])
        assert.equal(done.status, 0, `${line}: ${done.stderr}`)
    }
    shell('softhsm2-util --init-token --free --label lab --so-pin 0000 --pin 1234')
    for (const name of Object.keys(hashOf)) {
        shell(`softhsm2-util --import '${key(name)}' --token lab --label ${name} --id ${Buffer.from(name).toString('hex')} --pin 1234`)
        const [line] = said.get(name).stdout.split('\n').filter((each) => each.startsWith('pkcs11-tool '))
        shell(line.replace('MODULE.so', module).replace('TOKEN', 'lab').replace('--login', '--login --pin 1234').replace('ID', Buffer.from(name).toString('hex')))
        const done = await popcert(['finish', path(`${name}.popcert.json`), '--signature', path(`${name}.sig`)])
        assert.equal(done.exit, 0, done.stderr)
        assertSound(done.stdout, name)
    }
})
