// `popcert judge`: a proof that somebody else made, by OpenSSL for the most part, and what it says of each that is none.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'

import { ca, derOf, key, ownFolder } from '../support/cli.mjs'
import { popcert } from '../support/command.mjs'
import { CODE } from '../support/fixtures.mjs'
import { openssl, temporaryFile } from '../support/openssl.mjs'

const { folder, path } = ownFolder('judge')

const judged = (file, { code = CODE, by = ca('p256') } = {}) => popcert(['judge', file, '--code', code, '--ca', by, '--json'])
const made = (subject, { by = 'p256', days = '20', more = [] } = {}) => {
    const file = path(`made-${readdirSync(folder).length}.pem`)
    openssl(['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', path('made.key'), '-subj', subject, '-out', path('made.csr')])
    openssl(['x509', '-req', '-in', path('made.csr'), '-CA', ca(by), '-CAkey', key(by), '-CAcreateserial', '-CAserial', path('serial'), '-days', days, '-sha256', '-out', file, ...more])
    return file
}

test('one that OpenSSL made is accepted, with a doubt about its version', async () => {
    const done = await judged(made(`/CN=${CODE}`))
    assert.equal(done.exit, 0, done.said)
    const { ok, findings, certificate } = JSON.parse(done.stdout)
    assert.equal(ok, true)
    assert.match(certificate.subject, new RegExp(CODE))
    assert.deepEqual(findings.filter(({ status }) => status !== 'pass').map(({ code }) => code), ['PROOF_VERSION_1'])
})

test('ours, alone and in a chain, without any doubt', async () => {
    const proof = (await popcert(['create', '--code', CODE, '--key', key('p256'), '--ca', ca('p256')])).stdout
    for (const content of [proof, readFileSync(ca('p256'), 'utf8') + proof]) {
        const done = await judged(temporaryFile(content))
        assert.equal(done.exit, 0, done.said)
        assert.ok(JSON.parse(done.stdout).findings.every(({ status }) => status === 'pass'))
    }
})

test('each reason to refuse has its own sentence', async () => {
    const broken = derOf(readFileSync(made(`/CN=${CODE}`)))
    broken[broken.length - 3] ^= 1
    const selfSigned = path('self.pem')
    openssl(['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', path('self.key'), '-subj', `/CN=${CODE}`, '-out', selfSigned])
    const cases = [
        ['PROOF_FOR_OTHER_CODE', made('/CN=device-0042')],
        ['PROOF_FOR_OTHER_CODE', made(`/CN=${'AB'.repeat(24)}`)],
        ['PROOF_NAME_ALTERED', made(`/CN=${CODE.toLowerCase()}`)],
        ['PROOF_NAME_ALTERED', made(`/CN=${CODE} `)],
        ['PROOF_WITHOUT_NAME', made('/O=Contoso')],
        ['PROOF_OF_OTHER_CA', made(`/CN=${CODE}`, { by: 'rsa2048' })],
        ['PROOF_SIGNED_ITSELF', selfSigned],
        ['PROOF_SIGNATURE_WRONG', temporaryFile(broken)],
        ['PROOF_EXPIRED', made(`/CN=${CODE}`, { days: '-1' })],
        ['PROOF_IS_THE_CA', ca('p256')],
    ]
    for (const [id, file] of cases) {
        const done = await judged(file)
        assert.equal(done.exit, 1, `${id}: ${done.said}`)
        const failed = JSON.parse(done.stdout).findings.filter(({ status }) => status === 'fail').map(({ code }) => code)
        assert.deepEqual(failed, [id])
    }
})

test('what is doubtful is a warning', async () => {
    const extensions = path('doubt.cnf')
    writeFileSync(extensions, 'basicConstraints=critical,CA:TRUE\n')
    const done = await judged(made(`/O=Contoso/CN=${CODE}`, { more: ['-extfile', extensions] }))
    assert.equal(done.exit, 0, done.said)
    assert.deepEqual(JSON.parse(done.stdout).findings.filter(({ status }) => status === 'warn').map(({ code }) => code),
        ['PROOF_HAS_FURTHER_NAMES', 'PROOF_MAY_SIGN'])
})

test('a request, a key and nothing are said to be what they are', async () => {
    made(`/CN=${CODE}`)
    for (const [file, id] of [[path('made.csr'), /OBJECT_IS_CERTIFICATE_REQUEST/], [key('p256'), /OBJECT_IS_PRIVATE_KEY/], [temporaryFile(''), /INPUT_EMPTY/]]) {
        const done = await popcert(['judge', file, '--code', CODE, '--ca', ca('p256')])
        assert.deepEqual([done.exit, id.test(done.stderr)], [3, true], done.said)
    }
})
