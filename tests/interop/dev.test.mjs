// Development certificates, keys and PFX files of every kind and key type, as OpenSSL, GnuTLS, Java and NSS see them.
import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, suite, test } from 'node:test'

import { everyKind, PASSWORD } from '../support/devpki.mjs'
import { hasCommand, openssl, run, temporaryFile, temporaryFolder } from '../support/openssl.mjs'

const keyTypes = ['P-256', 'P-384', 'RSA-2048', 'RSA-3072', 'RSA-4096']
/** Each key of these takes seconds. */
const large = ['RSA-3072', 'RSA-4096']
const passwordFile = temporaryFile(`${PASSWORD}\n`)
const without = (command) => (hasCommand(command) ? false : `${command} is not installed: it has judged nothing`)

/** What `openssl verify` says, with a purpose; the intermediates come along as the chain does. */
function verify({ root }, { pem, chain }, purpose) {
    return run('openssl', ['verify', '-x509_strict', '-check_ss_sig', ...(purpose === null ? [] : ['-purpose', purpose]), '-CAfile', temporaryFile(root.pem),
        ...(chain.length > 0 ? ['-untrusted', temporaryFile(chain.map(({ pem }) => pem).join(''))] : []), temporaryFile(pem)])
}

const purposes = {
    root: [null], intermediate: [null], device: ['sslclient', 'smimesign'], 'edge-ca': [null], server: ['sslserver'], verification: ['sslclient'],
}
const otherPurposes = { device: 'sslserver', server: 'sslclient' }

for (const keyType of keyTypes) {
    suite(keyType, () => {
        let made
        before(async () => { made = await everyKind(keyType, large.includes(keyType) ? { pfx: 'modern', intermediate: false, leaves: ['device'] } : { pfx: 'modern' }) })

        test('OpenSSL: every certificate, for what it is made and for nothing else', () => {
            for (const [kind, wanted] of Object.entries(purposes).filter(([kind]) => kind in made)) {
                for (const purpose of wanted) {
                    const done = verify(made, made[kind], purpose)
                    assert.equal(done.status, 0, `${kind} as ${purpose}: ${done.stdout}${done.stderr}`)
                }
            }
            for (const [kind, purpose] of Object.entries(otherPurposes).filter(([kind]) => kind in made)) assert.notEqual(verify(made, made[kind], purpose).status, 0, `${kind} as ${purpose}`)
        })

        test('OpenSSL and Node: every key, and it is the certificate’s', () => {
            for (const [kind, { keyText, pem }] of Object.entries(made)) {
                if (kind === 'verification') {
                    assert.equal(keyText, null)
                    continue
                }
                assert.match(keyText, /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/)
                const file = temporaryFile(keyText)
                const checked = run('openssl', ['pkey', '-in', file, '-passin', `file:${passwordFile}`, '-noout', '-check'])
                assert.equal(checked.status, 0, `${kind}: ${checked.stderr}`)
                assert.ok(new X509Certificate(pem).checkPrivateKey(createPrivateKey({ key: keyText, passphrase: PASSWORD })), kind)
                const parsed = openssl(['asn1parse', '-in', file]).toString()
                for (const word of ['PBES2', 'PBKDF2', 'hmacWithSHA256', 'aes-256-cbc', '0927C0']) assert.ok(parsed.includes(word), `${kind}: ${word}`)
            }
        })

        test('OpenSSL: every PFX holds the key and the whole chain', () => {
            for (const [kind, { pfx, chain, pem }] of Object.entries(made)) {
                if (pfx === null) continue
                const opened = run('openssl', ['pkcs12', '-in', temporaryFile(pfx), '-passin', `file:${passwordFile}`, '-nodes', '-info'])
                assert.equal(opened.status, 0, `${kind}: ${opened.stderr}`)
                assert.match(opened.stderr, /MAC: sha256, Iteration 250000/)
                const text = opened.stdout.toString()
                assert.equal(text.match(/BEGIN CERTIFICATE/g).length, 1 + chain.length, kind)
                assert.ok(text.includes(pem.trim().split('\n')[5]), kind)
                const key = /-----BEGIN PRIVATE KEY-----[^]*?-----END PRIVATE KEY-----/.exec(text)[0]
                assert.ok(new X509Certificate(pem).checkPrivateKey(createPrivateKey(key)), kind)
            }
        })

        test('GnuTLS: chains, keys and PFX files', { skip: without('certtool') }, () => {
            for (const [kind, { chainPem, keyText, pfx, chain }] of Object.entries(made)) {
                if (chain.length > 0) {
                    const done = run('certtool', ['--verify', '--load-ca-certificate', temporaryFile(made.root.pem), '--infile', temporaryFile(chainPem)])
                    assert.equal(done.status, 0, `${kind}: ${done.stdout}${done.stderr}`)
                    assert.match(done.stdout.toString(), /Chain verification output: Verified\. The certificate is trusted/)
                }
                if (keyText === null) continue
                // certtool takes a password by its option alone.
                const key = run('certtool', ['--key-info', '--infile', temporaryFile(keyText), '--password', PASSWORD])
                assert.equal(key.status, 0, `${kind}: ${key.stderr}`)
                const opened = run('certtool', ['--p12-info', '--inder', '--infile', temporaryFile(pfx), '--password', PASSWORD])
                assert.equal(opened.status, 0, `${kind}: ${opened.stderr}`)
                assert.match(opened.stdout.toString(), /BEGIN (RSA |EC )?PRIVATE KEY|BEGIN (ENCRYPTED )?PRIVATE KEY/)
            }
        })
    })
}

/** Java and NSS want a password that each command line and each of their versions takes: ASCII. */
const asciiPassword = 'correct horse battery'

suite('PFX, modern and for old Windows', () => {
    for (const pfx of ['modern', 'old']) {
        for (const keyType of ['P-256', 'RSA-2048']) {
            let made
            before(async () => { made = await everyKind(keyType, { pfx, password: asciiPassword }) })

            test(`${pfx}, ${keyType}: Java’s keytool`, { skip: without('keytool') }, () => {
                // Each takes a Java machine of its own.
                for (const kind of ['root', 'device']) {
                    const { pfx: octets, chain, commonName } = made[kind]
                    const listed = run('keytool', ['-list', '-v', '-storetype', 'PKCS12', '-keystore', temporaryFile(octets, '.p12'), '-storepass', asciiPassword, '-J-Duser.language=en'])
                    const said = listed.stdout.toString()
                    assert.equal(listed.status, 0, `${kind}: ${said}${listed.stderr}`)
                    assert.match(said, /Entry type: PrivateKeyEntry/)
                    assert.match(said, new RegExp(`Certificate chain length: ${1 + chain.length}\\b`))
                    assert.match(said, new RegExp(`Alias name: ${commonName.toLowerCase()}`))
                    // Only this decrypts the key.
                    const copy = join(temporaryFolder, `copy-${pfx}-${keyType}-${kind}.jks`)
                    const imported = run('keytool', ['-importkeystore', '-noprompt', '-srckeystore', temporaryFile(octets, '.p12'), '-srcstoretype', 'PKCS12',
                        '-srcstorepass', asciiPassword, '-destkeystore', copy, '-deststoretype', 'PKCS12', '-deststorepass', asciiPassword])
                    assert.equal(imported.status, 0, `${kind}: ${imported.stdout}${imported.stderr}`)
                }
            })

            test(`${pfx}, ${keyType}: NSS’s pk12util`, { skip: without('pk12util') }, () => {
                const word = temporaryFile(`${asciiPassword}\n`)
                for (const [kind, { pfx: octets, commonName }] of Object.entries(made)) {
                    if (octets === null) continue
                    const database = join(temporaryFolder, `nss-${pfx}-${keyType}-${kind}`)
                    mkdirSync(database)
                    writeFileSync(join(database, 'none'), '\n')
                    const nss = (command, ...args) => run(command, [...args, '-d', `sql:${database}`])
                    assert.equal(nss('certutil', '-N', '-f', join(database, 'none')).status, 0)
                    const imported = nss('pk12util', '-i', temporaryFile(octets, '.p12'), '-w', word, '-k', join(database, 'none'))
                    assert.equal(imported.status, 0, `${kind}: ${imported.stdout}${imported.stderr}`)
                    assert.ok(nss('certutil', '-K', '-f', join(database, 'none')).stdout.toString().includes(commonName), kind)
                }
            })

            test(`${pfx}, ${keyType}: OpenSSL, with that protection`, () => {
                const opened = run('openssl', ['pkcs12', '-in', temporaryFile(made.device.pfx), '-passin', `pass:${asciiPassword}`, '-nodes', '-info', ...(pfx === 'old' ? ['-legacy'] : [])])
                assert.equal(opened.status, 0, opened.stderr)
                assert.match(opened.stderr, pfx === 'old' ? /MAC: sha1, Iteration 2000[^]*pbeWithSHA1And3-KeyTripleDES-CBC/ : /PBES2, PBKDF2, AES-256-CBC, Iteration 250000, PRF hmacWithSHA256/)
            })
        }
    }
})

test('plain keys, where they are asked for', async () => {
    const made = await everyKind('P-256', { password: null, intermediate: false })
    assert.match(made.device.keyText, /^-----BEGIN PRIVATE KEY-----\n/)
    assert.ok(new X509Certificate(made.device.pem).checkPrivateKey(createPrivateKey(made.device.keyText)))
    const text = openssl(['x509', '-noout', '-text', '-in', temporaryFile(made.server.pem)]).toString()
    assert.match(text, /DNS:gateway\.local, DNS:\*\.example\.com, IP Address:192\.168\.1\.10, IP Address:FD00:0:0:0:0:0:0:1/)
})
