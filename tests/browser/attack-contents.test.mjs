// Nobody but the person in the page as such chooses what is in a certificate: not a message, a request file, a link or a fragment.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { assertPlainProfile, ATTACKER_KEY, codeOf, derOf, listOf, portal, Victim } from '../support/attack.mjs'
import { BROWSERS, until } from '../support/browsers.mjs'
import { fixture, fixturePath } from '../support/fixtures.mjs'
import { hostPage } from '../support/host.mjs'
import { temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'

const CA = fixture('certs/ca-p256.der')

/** What an attacker would like to have in it, by every name that a program might give it. */
const WISHES = {
    subjectKey: ATTACKER_KEY.pem, subjectKeyText: ATTACKER_KEY.pem, publicKey: ATTACKER_KEY.pem, spki: ATTACKER_KEY.spki, subjectPublicKeyInfo: ATTACKER_KEY.pem,
    csr: ATTACKER_KEY.pem, keyType: 'own', key: ATTACKER_KEY.pem,
    notBefore: '2020-01-01T00:00', notAfter: '2049-01-01T00:00', validity: { notBefore: '2020-01-01', notAfter: '2049-01-01' }, days: 3650, now: '2030-01-01T00:00:00Z',
    extensions: [{ oid: '2.5.29.19', critical: true, value: 'MAMBAf8=' }], basicConstraints: { ca: true }, isCa: true, ca: true, keyUsage: ['keyCertSign', 'cRLSign'],
    extendedKeyUsage: ['serverAuth', 'anyExtendedKeyUsage'], subjectAltName: ['DNS:device.example'], serialNumber: '01', subject: 'CN=admin', issuer: 'CN=admin',
}
/** As JSON can carry it. */
const PLAIN_WISHES = { ...WISHES, spki: Buffer.from(ATTACKER_KEY.spki).toString('base64') }
const QUERY = new URLSearchParams({
    'subject-key': 'own', 'subject-key-text': ATTACKER_KEY.pem, 'not-before': '2020-01-01T00:00', 'not-after': '2049-01-01T00:00', code: codeOf(6666),
    ...Object.fromEntries(Object.entries(PLAIN_WISHES).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])),
}).toString()

const PAGES = {
    '/portal': portal(),
    '/unconnected': portal({ connect: false }),
    '/query': hostPage({ signer: `/signer.html?${QUERY}` }),
    '/fragment': hostPage({ signer: `/signer.html#${QUERY}` }),
    '/both': hostPage({ signer: `/signer.html?${QUERY}#:~:text=Options&${QUERY}` }),
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        const at = (path) => `${context.server.url}${path}`
        const signed = async (victim, count = 1) => {
            await victim.look()
            await victim.press()
            const { created } = await victim.message('finished')
            assert.equal(created, count)
            for (const { certificate } of await victim.got('created')) assertPlainProfile(derOf(certificate.pem), CA)
        }

        test('the page has no way in for a public key of somebody’s', async () => {
            for (const path of ['/signer.html', '/portal']) {
                const page = await context.browser.newPage()
                await page.goto(at(path))
                const scope = path === '/portal' ? await (await page.waitForSelector('#signer')).contentFrame() : page
                await scope.waitForSelector('#create')
                assert.deepEqual(await scope.$$eval('input[name=subject-key]', (all) => all.map(({ value }) => value)), ['P-256', 'RSA-2048'], path)
                assert.equal(await scope.$('#subject-key-text'), null)
                assert.doesNotMatch(await scope.$eval('body', (body) => body.innerHTML), /BEGIN PUBLIC KEY/)
                await page.close()
            }
        })

        test('a message with more in it than the protocol knows: what is signed is a plain verification certificate', async () => {
            const victim = await Victim.open(context.browser, at('/portal'), { height: 1500 })
            await victim.prepare(listOf(1))
            const octets = JSON.stringify([...fixture('certs/ca-p256.pem')])
            await victim.page.evaluate(`{
                const wishes = ${JSON.stringify(PLAIN_WISHES)}
                const codes = ${JSON.stringify(listOf(1, 2))}
                const entries = codes.map((each) => ({ ...each, ...wishes, options: wishes, certificate: wishes }))
                for (const type of ['options', 'setOptions', 'subjectKey', 'validity', 'sign', 'create', 'profile', 'state']) port.postMessage({ type, ...wishes, options: wishes })
                port.postMessage({ type: 'appearance', theme: 'light', ...wishes, look: { radius: '3px', ...wishes } })
                port.postMessage({ type: 'caCertificate', octets: new Uint8Array(${octets}), ...wishes })
                port.postMessage({ type: 'requests', ...wishes, options: wishes, requests: entries })
            }`)
            await until(async () => /^2 /.test(await victim.text('requests-title')), 'two codes')
            await signed(victim, 2)
            assert.deepEqual(await victim.codes(), [codeOf(1), codeOf(2)])
            await victim.close()
        })

        test('a connect with more in it changes nothing either', async () => {
            const victim = await Victim.unconnected(context.browser, at('/unconnected'), { height: 1500 })
            await victim.page.evaluate((wishes) => { port = connect({ popcert: 'connect', protocol: 1, ...wishes, options: wishes }) }, PLAIN_WISHES)
            await victim.message('ready')
            await victim.prepare(listOf(1))
            await signed(victim)
            await victim.close()
        })

        for (const path of ['/query', '/fragment', '/both']) {
            test(`an address with wishes (${path}): none is granted`, async () => {
                const victim = await Victim.open(context.browser, at(path), { height: 1500 })
                for (const id of ['code', 'not-before', 'not-after']) assert.equal(await victim.frame.$eval(`#${id}`, ({ value }) => value), '', id)
                await victim.prepare(listOf(1))
                await signed(victim)
                assert.deepEqual(await victim.codes(), [codeOf(1)])
                await victim.close()
            })
        }

        test('a request file with wishes: plain certificates of its codes', async () => {
            const signer = await SignerPage.open(context.browser, `${context.http}?${QUERY}#${QUERY}`)
            const entries = listOf(1, 2).map((each) => ({ ...each, ...PLAIN_WISHES, options: PLAIN_WISHES }))
            const file = { popcert: 'request', version: 1, ...PLAIN_WISHES, options: PLAIN_WISHES, ca: { ...PLAIN_WISHES, certificate: Buffer.from(fixture('certs/ca-p256.pem')).toString() }, requests: entries }
            await signer.choose('requests-file', temporaryFile(JSON.stringify(file), '.json'))
            await signer.waitFor(() => signer.text('requests-title'), 'the list').catch(async (error) => { throw new Error(`${error.message}; ${JSON.stringify(await signer.errors())}`) })
            await signer.choose('key-file', fixturePath('keys/p256-pkcs8.pem'))
            await signer.waitFor(async () => /belong/.test(await signer.text('match')), 'key and certificate')
            await signer.create()
            await signer.waitFor(() => signer.text('batch-title'), 'the results')
            const { octets } = await signer.download('download-response')
            const { responses } = JSON.parse(octets.toString())
            assert.deepEqual(responses.map(({ verificationCode }) => verificationCode), [codeOf(1), codeOf(2)])
            for (const { certificate } of responses) assertPlainProfile(derOf(certificate), CA)
            await signer.close()
        })
    }, { pages: PAGES })
}
