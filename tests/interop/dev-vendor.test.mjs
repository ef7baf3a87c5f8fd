// Field by field: what development certificates say is at least what those of the vendor's scripts say, which OpenSSL printed when the
// scripts were run as their documents have it (certGen.sh of azure-iot-sdk-c, OpenSSL 3.0).
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { everyKind } from '../support/devpki.mjs'
import { certificateFacts, openssl } from '../support/openssl.mjs'

const ca = { 'X509v3 Subject Key Identifier': '', 'X509v3 Authority Key Identifier': '', 'X509v3 Basic Constraints': 'CA:TRUE', 'X509v3 Key Usage': 'Digital Signature, Certificate Sign, CRL Sign' }
const leaf = { 'X509v3 Subject Key Identifier': '', 'X509v3 Authority Key Identifier': '', 'X509v3 Basic Constraints': 'CA:FALSE' }

/**
 * The vendor's extensions; '' where the value is of the key. Left out on purpose: "Netscape Cert Type" and "Netscape Comment", which nothing
 * has read for twenty years.
 */
const vendor = {
    root: ca, intermediate: ca, 'edge-ca': ca,
    device: { ...leaf, 'X509v3 Key Usage': 'Digital Signature, Non Repudiation, Key Encipherment', 'X509v3 Extended Key Usage': 'TLS Web Client Authentication, E-mail Protection' },
    server: { ...leaf, 'X509v3 Key Usage': 'Digital Signature, Key Encipherment', 'X509v3 Extended Key Usage': 'TLS Web Server Authentication' },
}
const critical = ['X509v3 Basic Constraints', 'X509v3 Key Usage']
/** An ECDSA key enciphers nothing (RFC 5480 3): there this one usage would be wrong. */
const notForEc = 'Key Encipherment'

const wordsOf = (text) => text.split(', ').filter((word) => word !== '')

for (const keyType of ['RSA-2048', 'P-256']) {
    test(keyType, async () => {
        const made = await everyKind(keyType)
        for (const [kind, wanted] of Object.entries(vendor)) {
            const facts = certificateFacts(openssl(['x509', '-outform', 'DER'], made[kind].pem))
            assert.equal(facts.version, 3, kind)
            for (const [name, value] of Object.entries(wanted)) {
                const ours = facts.extensions[name]
                assert.ok(ours, `${kind}: ${name} is missing`)
                const missing = wordsOf(value).filter((word) => !wordsOf(ours.value).includes(word))
                assert.deepEqual(missing, keyType === 'P-256' && value.includes(notForEc) && name === 'X509v3 Key Usage' ? [notForEc] : [], `${kind}: ${name}`)
                if (critical.includes(name)) assert.ok(ours.critical, `${kind}: ${name} is critical`)
            }
            assert.match(facts.text, /Subject: O = Development only, CN = /, kind)
        }
    })
}
