// Chains of the public suite x509-limbo, with what OpenSSL 3.0 said of each: "verified" is said of none that it refuses.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'

import { assertWellFormed, loadCore } from '../support/core.mjs'
import { repository } from '../support/fixtures.mjs'
import { run, temporaryFile } from '../support/openssl.mjs'

const file = join(repository, '..', 'shared', 'limbo', 'chains.json')
const skip = existsSync(file) ? false : 'the chains of x509-limbo (../shared/limbo) are not here: only our own were judged'
const chains = skip ? [] : JSON.parse(readFileSync(file, 'utf8'))
const octets = (text) => new TextEncoder().encode(text)

/** Where a service wants more of a device than OpenSSL does of a certificate. */
const ofDevices = new Set(['CHAIN_LEAF_NO_NAME', 'CHAIN_LEAF_IS_CA'])

function refusedAsClient({ trusted, untrusted, device, now }) {
    return run('openssl', ['verify', '-partial_chain', '-purpose', 'sslclient', '-attime', String(Math.floor(new Date(now) / 1000)),
        '-CAfile', temporaryFile(trusted.join('')), ...(untrusted.length > 0 ? ['-untrusted', temporaryFile(untrusted.join(''))] : []),
        temporaryFile(device)]).status !== 0
}

test('the suite is here', { skip }, () => assert.ok(chains.length > 50))

for (const chain of chains) {
    test(`${chain.id}: ${chain.expected}`, async () => {
        const core = await loadCore()
        const checked = core.checkChain({
            certificates: octets([chain.device, ...chain.untrusted].join('\n')), known: chain.trusted.map(octets),
            anchors: chain.trusted.map((root) => ({ sha1: new X509Certificate(root).fingerprint, verified: true })), now: new Date(chain.now),
        })
        if (!checked.ok) {
            // A device's key that no service takes, or a certificate or list of them that cannot be read.
            assertWellFormed(checked.error)
            assert.ok(chain.expected === 'fail' || checked.error.code === 'CERTIFICATE_KEY_UNSUPPORTED', checked.error.code)
            return
        }
        const { verdict } = checked.value
        const name = `${verdict.text}; OpenSSL: ${chain.openssl}`
        if (verdict.text !== 'chain.verified') assertWellFormed(verdict)
        if (chain.expected === 'fail') {
            assert.notEqual(verdict.status, 'pass', name)
        } else if (['CHAIN_NOT_FOR_CLIENTS', 'CHAIN_ONLY_ANY_PURPOSE', 'CHAIN_NOT_FOR_HANDSHAKES'].includes(verdict.text)) {
            assert.equal(verdict.status, 'warn')
            assert.ok(refusedAsClient(chain), name)
        } else {
            assert.ok(verdict.text === 'chain.verified' || ofDevices.has(verdict.text), name)
        }
    })
}
