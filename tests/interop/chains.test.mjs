// OpenSSL judges chains of devices: where its `verify` lets a chain in under the certificates that the service has verified,
// checkChain says that it rolls up, and where it does not, it says what is wrong. Every leaf is tried with every intermediate
// and every root that tests/vectors/make-device-chains makes, sound and unsound ones.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import test from 'node:test'

import { assertWellFormed, loadCore } from '../support/core.mjs'
import { fixture, fixturePath } from '../support/fixtures.mjs'
import { run, temporaryFile } from '../support/openssl.mjs'

const now = new Date('2027-01-15T00:00:00Z')
const path = (name) => fixturePath(`device/${name}.pem`)
const pem = (name) => Buffer.from(fixture(`device/${name}.pem`)).toString()
const text = (names) => names.map(pem).join('')
const thumbprint = (name) => new X509Certificate(pem(name)).fingerprint

/** Whether OpenSSL lets the device in. Level 2 refuses SHA-1, as the service's platforms do. */
function openssl({ file: [leaf, ...others], verified, at = now }) {
    const done = run('openssl', ['verify', '-partial_chain', '-auth_level', '2', '-attime', String(Math.floor(at / 1000)),
        '-trusted', path(verified), ...(others.length > 0 ? ['-untrusted', temporaryFile(text(others))] : []), path(leaf)])
    return { accepted: done.status === 0, said: done.stdout.toString() + done.stderr }
}

async function checked({ file, verified, at = now, order = (names) => names }) {
    const core = await loadCore()
    const result = core.checkChain({
        certificates: new TextEncoder().encode(text(order(file))), anchors: [{ sha1: thumbprint(verified), verified: true }], now: at,
    })
    assert.ok(result.ok, result.ok || result.error.message)
    return result.value
}

/**
 * OpenSSL follows one way up and does not turn back where several certificates have the same name: of a chain that is said to be
 * good it gets what lies on the way, of one that is not, everything.
 */
async function agree(chain) {
    const { verdict, links } = await checked(chain)
    const way = links.slice(1).map(({ index }) => chain.file[index])
    const judge = openssl(verdict.status === 'pass' ? { ...chain, file: [chain.file[links[0].index], ...way] } : chain)
    const name = `${chain.file.join(' ')} | ${chain.verified}: ${verdict.text}; ${judge.said}`
    if (verdict.status !== 'pass') assertWellFormed(verdict)
    assert.ok(links[verdict.link], name)
    assert.notEqual(verdict.status, 'warn', name)
    assert.equal(verdict.status === 'pass', judge.accepted, name)
    return { verdict, judge }
}

const leaves = ['leaf', 'leaf-expired', 'leaf-no-ids']
const intermediates = ['ica', 'ica-expired', 'ica-future', 'ica-no-ca', 'ica-no-usage', 'ica-silent', 'ica-pathlen0', 'ica-printable',
    'ica-cross', 'impostor', 'impostor-no-ids']
const roots = ['root', 'root-expired', 'root-renewed', 'root-impostor', 'root-sha1', 'root-pss', 'root2']

test('every leaf with every intermediate and every root', async () => {
    const counts = { pass: 0, fail: 0 }
    const seen = new Set()
    for (const leaf of leaves) {
        for (const intermediate of intermediates) {
            for (const root of roots) {
                const { verdict } = await agree({ file: [leaf, intermediate, root], verified: root })
                counts[verdict.status]++
                seen.add(verdict.text)
            }
            // The service may have the intermediate itself, and then the root does not matter.
            const { verdict } = await agree({ file: [leaf, intermediate, 'root'], verified: intermediate })
            counts[verdict.status]++
        }
    }
    assert.ok(counts.pass > 20 && counts.fail > 100, JSON.stringify(counts))
    for (const code of ['chain.verified', 'CHAIN_BROKEN', 'CHAIN_EXPIRED', 'CHAIN_NOT_YET_VALID', 'CHAIN_NOT_A_CA',
        'CHAIN_NO_KEY_CERT_SIGN']) {
        assert.ok(seen.has(code), code)
    }
})

for (const [name, chain, code] of [
    ['one below the root', { file: ['leaf-of-root', 'root'], verified: 'root' }, 'chain.verified'],
    ['two below', { file: ['leaf-of-sub', 'sub', 'ica', 'root'], verified: 'root' }, 'chain.verified'],
    ['the root is not sent', { file: ['leaf-of-sub', 'sub', 'ica'], verified: 'ica' }, 'chain.verified'],
    ['too many CAs below a path length', { file: ['leaf-of-sub', 'sub', 'ica-pathlen0', 'root'], verified: 'root' }, 'CHAIN_PATH_TOO_LONG'],
    ['an intermediate is not sent', { file: ['leaf-of-sub', 'ica', 'root'], verified: 'root' }, 'CHAIN_LEAF_ALONE'],
    ['two ways up, the second is verified', { file: ['leaf', 'ica', 'ica-cross', 'root', 'root2'], verified: 'root2' }, 'chain.verified'],
    ['two ways up, the first is verified', { file: ['leaf', 'ica-cross', 'ica', 'root2', 'root'], verified: 'root' }, 'chain.verified'],
    ['an impostor beside the issuer', { file: ['leaf-no-ids', 'impostor-no-ids', 'ica', 'root'], verified: 'root' }, 'chain.verified'],
    ['an expired issuer beside a current one', { file: ['leaf', 'ica-expired', 'ica', 'root'], verified: 'root' }, 'chain.verified'],
    ['CAs that issued each other', { file: ['leaf-of-sub', 'sub', 'ica-of-sub', 'ica', 'root'], verified: 'root' }, 'chain.verified'],
    ['only CAs that issued each other', { file: ['leaf-of-sub', 'sub', 'ica-of-sub'], verified: 'root' }, 'CHAIN_NO_ANCHOR'],
    ['a name that is written otherwise', { file: ['leaf', 'ica-otherwise', 'root'], verified: 'root' }, 'chain.verified'],
    ['another CA of the same key', { file: ['leaf', 'ica-two', 'root'], verified: 'root' }, 'CHAIN_LEAF_ALONE'],
    ['a root of version 1', { file: ['leaf', 'ica', 'root-v1'], verified: 'root-v1' }, 'chain.verified'],
    ['a root that says by its key usage alone that it is a CA', { file: ['leaf', 'ica', 'root-usage-alone'], verified: 'root-usage-alone' }, 'chain.verified'],
    ['an extension that nobody knows', { file: ['leaf-uncritical', 'ica', 'root'], verified: 'root' }, 'chain.verified'],
    ['a critical one', { file: ['leaf-critical', 'ica', 'root'], verified: 'root' }, 'CHAIN_CRITICAL_EXTENSION'],
    ['a critical authorityKeyIdentifier', { file: ['leaf-critical-aki', 'ica', 'root'], verified: 'root' }, 'CHAIN_CRITICAL_EXTENSION'],
    ['a critical one of a CA', { file: ['leaf', 'ica-critical', 'root'], verified: 'root' }, 'CHAIN_CRITICAL_EXTENSION'],
    ['a critical one of the root', { file: ['leaf', 'ica', 'root-critical'], verified: 'root-critical' }, 'CHAIN_CRITICAL_EXTENSION'],
    ['another key identifier of the issuer', { file: ['leaf-other-aki', 'ica', 'root'], verified: 'root' }, 'CHAIN_OTHER_ISSUER'],
    ['another serial number of the issuer', { file: ['leaf-other-serial', 'ica', 'root'], verified: 'root' }, 'CHAIN_OTHER_ISSUER'],
    ['a damaged alternative name', { file: ['leaf-bad-san', 'ica', 'root'], verified: 'root' }, 'CHAIN_EXTENSION_DAMAGED'],
    ['a damaged extended key usage', { file: ['leaf-bad-eku', 'ica', 'root'], verified: 'root' }, 'CHAIN_EXTENSION_DAMAGED'],
    ['another root', { file: ['leaf', 'ica', 'root'], verified: 'root2' }, 'CHAIN_NO_ANCHOR'],
]) {
    test(name, async () => {
        const { verdict } = await agree(chain)
        assert.equal(verdict.text, code)
        for (const order of [(names) => [...names].reverse(), (names) => [...names.slice(1), names[0]], (names) => [...names, ...names]]) {
            assert.equal((await checked({ ...chain, order })).verdict.text, code, 'in whatever order')
        }
    })
}

for (const root of ['root', 'root2', 'root-p384', 'root-p521']) {
    for (const hash of ['sha1', 'sha256', 'sha384', 'sha512']) {
        test(`${hash} under the key of ${root}`, async () => {
            const { verdict } = await agree({ file: [`by-${root}-${hash}`, root], verified: root })
            assert.equal(verdict.text, hash === 'sha1' ? 'CHAIN_SIGNATURE_WEAK' : 'chain.verified')
        })
    }
}

// What programs take that speak of names, and what they refuse: each device under each CA with constraints.
const named = ['leaf', 'leaf-names', 'leaf-names-6', 'leaf-dns', 'leaf-other-name', 'leaf-mailbox', 'leaf-odd-names', 'leaf-host', 'leaf-host-other',
    'leaf-email']
const constraining = ['dn-inside', 'dn-outside', 'dn-not', 'dn-both', 'dns', 'dns-below', 'dns-all', 'dns-not', 'email', 'email-below', 'email-one',
    'email-not', 'uri', 'uri-below', 'uri-not', 'ip', 'ip-6', 'ip-not', 'other', 'rid']

test('every name under every kind of name constraints', async () => {
    const counts = { 'chain.verified': 0, CHAIN_NAME_NOT_ALLOWED: 0, CHAIN_NAMES_UNCHECKED: 0 }
    for (const leaf of named) {
        for (const constraint of constraining) {
            for (const verified of ['root', `nc-${constraint}`]) {
                const chain = { file: [leaf, `nc-${constraint}`, 'root'], verified }
                const { verdict, links } = await checked(chain)
                const judge = openssl(chain)
                const name = `${leaf} under ${constraint}: ${verdict.text}; ${judge.said}`
                assert.ok(verdict.text in counts, name)
                counts[verdict.text]++
                // Addresses of RFC 8398 are left to others under constraints of e-mail: said to be, whatever OpenSSL finds.
                if (leaf === 'leaf-mailbox' && verdict.text === 'CHAIN_NAMES_UNCHECKED') continue
                assert.equal(verdict.text === 'chain.verified', judge.accepted, name)
                if (verdict.text === 'CHAIN_NAME_NOT_ALLOWED') {
                    assert.match(judge.said, /(permitted|excluded) subtree violation/, name)
                    assert.equal(verdict.parameters.value, '2')
                    assert.equal(verdict.link, 0)
                }
                if (verdict.text === 'CHAIN_NAMES_UNCHECKED') {
                    assert.doesNotMatch(judge.said, /subtree violation/, name)
                    assert.equal(verdict.status, 'warn')
                    assert.equal(links[verdict.link].index, 1)
                }
            }
        }
    }
    for (const [text, count] of Object.entries(counts)) assert.ok(count >= 10, `${text}: ${count}`)
})

test('a device is no CA, and is there', async () => {
    for (const file of [['leaf-is-ca', 'ica', 'root'], ['ica', 'root'], ['root']]) {
        const { verdict } = await checked({ file, verified: 'root' })
        assert.equal(verdict.text, 'CHAIN_LEAF_IS_CA')
        assert.equal(verdict.status, 'fail')
        assert.match(verdict.message, /CA/)
    }
})

test('what is no client for OpenSSL is none here, and what cannot be read does not leave its issuer to stand for the device', async () => {
    for (const [file, accepted, refused = 'CHAIN_NOT_FOR_CLIENTS'] of [
        [['leaf', 'ica', 'root'], true], [['leaf-any', 'ica', 'root'], true], [['leaf-server', 'ica', 'root'], false], [['leaf', 'ica-server', 'root'], false],
        [['leaf-only-any', 'ica', 'root'], false, 'CHAIN_ONLY_ANY_PURPOSE'], [['leaf', 'ica-any', 'root'], false, 'CHAIN_ONLY_ANY_PURPOSE'],
        [['leaf-enciphers', 'ica', 'root'], false, 'CHAIN_NOT_FOR_HANDSHAKES'], [['leaf-agrees', 'ica', 'root'], true],
        [['leaf-netscape-server', 'ica', 'root'], false, 'CHAIN_NOT_FOR_HANDSHAKES'], [['leaf-netscape-client', 'ica', 'root'], true],
        [['leaf-is-ca', 'ica-no-ca', 'root'], false, 'CHAIN_LEAF_IS_CA'], [['leaf-is-ca', 'ica-silent', 'root'], false, 'CHAIN_LEAF_IS_CA'],
        [['leaf-of-named', 'root2-named', 'root2'], true], [['leaf-of-named', 'root2-named-untold', 'root2'], false, 'CHAIN_SELF_ISSUED'],
        [['leaf-ed25519', 'ica-no-ca', 'root'], false, 'CHAIN_UNREAD'], [['leaf-ed25519', 'ica-silent', 'root'], false, 'CHAIN_UNREAD'],
    ]) {
        const { verdict } = await checked({ file, verified: file.at(-1) })
        const [leaf, ...others] = file
        const judge = run('openssl', ['verify', '-purpose', 'sslclient', '-trusted', path(file.at(-1)), '-untrusted', temporaryFile(text(others)), path(leaf)])
        assert.equal(judge.status === 0, accepted, judge.stdout.toString() + judge.stderr)
        assert.equal(verdict.text, accepted ? 'chain.verified' : refused)
    }
})

// Azure was recorded to verify 18 such CAs.
test('a root of version 3 that does not say that it is a CA, and that the service verified: no pass, and that OpenSSL refuses it', async () => {
    const chain = { file: ['leaf', 'ica', 'root-silent'], verified: 'root-silent' }
    const { verdict, links } = await checked(chain)
    assert.equal(openssl(chain).accepted, false)
    assert.equal(verdict.text, 'chain.verified')
    assert.equal(verdict.status, 'warn')
    assert.match(verdict.hint, /^OpenSSL and AWS refuse this chain: the root is of version 3/)
    assert.equal(verdict.link, 2)
    const said = links.at(-1).findings.find(({ text }) => text === 'CHAIN_V3_CA_UNSTATED')
    assert.equal(said?.status, 'warn')
    assert.match(said.hint, /OpenSSL and AWS refuse it/)
})

test('what is not verified here is a warning, also where OpenSSL accepts it', async () => {
    for (const leaf of ['by-root-pss', 'by-root-sha224']) {
        const chain = { file: [leaf, 'root'], verified: 'root' }
        const { verdict, links } = await checked(chain)
        assert.equal(openssl(chain).accepted, true)
        assert.equal(verdict.status, 'warn')
        assert.equal(verdict.text, 'CHAIN_SIGNATURE_UNCHECKED')
        assert.equal(links[0].signature, 'unchecked')
    }
})

test('the second in which a certificate begins and ends', async () => {
    const expired = { file: ['leaf-expired', 'ica-expired', 'root-expired'], verified: 'root-expired' }
    const { validFrom, validTo } = new X509Certificate(pem('leaf-expired'))
    for (const [at, text] of [
        [validFrom, 'chain.verified'], [new Date(validTo).getTime() - 1000, 'chain.verified'],
        [new Date(validFrom).getTime() - 1000, 'CHAIN_NOT_YET_VALID'], [new Date(validTo).getTime() + 1000, 'CHAIN_EXPIRED'],
    ]) {
        const { verdict } = await agree({ ...expired, at: new Date(at) })
        assert.equal(verdict.text, text)
    }
    // RFC 5280 4.1.2.5 counts the last second in; OpenSSL does not, and is followed.
    assert.equal((await agree({ ...expired, at: new Date(validTo) })).verdict.text, 'CHAIN_EXPIRED')
})

test('every signature with one bit changed is wrong', async () => {
    const core = await loadCore()
    for (const leaf of ['by-root-sha256', 'by-root2-sha384', 'by-root-p384-sha256', 'by-root-p521-sha512']) {
        const root = leaf.replace(/^by-|-sha\d+$/g, '')
        const der = Buffer.from(new X509Certificate(pem(leaf)).raw)
        der[der.length - 3] ^= 4
        const changed = temporaryFile(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`)
        const judge = run('openssl', ['verify', '-partial_chain', '-trusted', path(root), changed])
        assert.notEqual(judge.status, 0)
        const certificates = Buffer.concat([Buffer.from(pem(root)), Buffer.from(
            `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`)])
        const { value } = core.checkChain({ certificates: new Uint8Array(certificates), anchors: [{ sha1: thumbprint(root), verified: true }], now })
        assert.notEqual(value.verdict.status, 'pass', leaf)
        assert.equal(value.verdict.text, 'CHAIN_BROKEN')
    }
})
