// Whether a device's chain rolls up to a CA that a service has verified, and which one to verify where it does not.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import axe from 'axe-core'

import { BROWSERS } from '../support/browsers.mjs'
import { fixture, fixturePath } from '../support/fixtures.mjs'
import { inOnline } from '../support/online.mjs'
import { temporaryFile } from '../support/openssl.mjs'

const pem = (name) => Buffer.from(fixture(name)).toString()

const services = [
    { name: 'root-verified', entries: [{ name: 'root', certificate: pem('certs/ca-rsa2048.pem'), isVerified: true }] },
    { name: 'sub-unverified', entries: [{ name: 'sub', certificate: pem('certs/sub-p256.pem') }] },
    { name: 'nothing' },
]

for (const kind of BROWSERS) {
    inOnline({ suite, before, after }, kind, (context) => {
        const check = async (online, service, file) => {
            await online.page.select('#chain-service', await online.page.$$eval('#chain-service option', (options, name) => options.find((each) => each.textContent === name)?.value ?? '', service))
            await online.choose('#chain-file', fixturePath(file))
            await online.waitFor(() => online.page.$('.verdict'), 'the verdict')
        }
        const verdictOf = async (online, pattern) => {
            await online.waitFor(async () => pattern.test(await online.page.$eval('.verdict', (box) => box.innerText).catch(() => '')), `${pattern}`).catch(async (error) => {
                throw new Error(`${error.message}; it says ${await online.page.$eval('.verdict', (box) => box.innerText).catch(() => 'nothing')}`)
            })
            return online.page.$eval('.verdict', (box) => box.className)
        }

        test('verified, unverified, not there, without a service: each has its verdict and its picture', async () => {
            const { openPage, end } = await context.fresh({ services })
            const online = await openPage()
            await online.press('#demo-token')
            await online.waitFor(async () => (await online.page.$$('#chain-service option')).length === 4, 'the services')
            await check(online, 'root-verified', 'chains/shuffled.pem')
            assert.match(await verdictOf(online, /roll|verified/i), /pass/)
            const links = await online.page.$$eval('.chain > li', (items) => items.map((item) => item.innerText))
            assert.equal(links.length, 3, 'from the leaf to the root')
            assert.match(links[0], /leaf-p256[\s\S]*Device[\s\S]*Verified under its issuer/)
            assert.match(links[2], /ca-rsa2048[\s\S]*Root[\s\S]*Verified on this service/)

            await check(online, 'sub-unverified', 'chains/fullchain.pem')
            assert.doesNotMatch(await verdictOf(online, /verif/i), /pass/)
            assert.match(await online.page.$eval('.link.target', (box) => box.innerText), /sub-p256[\s\S]*unverified/)

            await check(online, 'nothing', 'chains/fullchain.pem')
            assert.doesNotMatch(await verdictOf(online, /upload/i), /pass/)

            await check(online, 'root-verified', 'certs/leaf-p256.pem')
            assert.doesNotMatch(await verdictOf(online, /alone|only/i), /pass/)

            await online.page.evaluate(axe.source)
            const { violations } = await online.page.evaluate(() => axe.run('[aria-labelledby=chain-title]'))
            assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`), [])
            await online.close()
            await end()
        })

        test('a private key in a device’s file is not kept, and what is no chain is said', async () => {
            const { openPage, end } = await context.fresh({ services })
            const online = await openPage()
            await online.choose('#chain-file', temporaryFile(['leaf.pem', 'leaf.key', 'ica.pem'].map((name) => pem(`device/${name}`)).join(''), '.pem'))
            await online.waitFor(() => online.page.$('.verdict'), 'a verdict without any service')
            assert.match(await verdictOf(online, /No service is chosen/), /open/, 'no failure while nothing was asked')
            assert.ok(!(await online.page.evaluate(() => document.documentElement.outerHTML)).includes('PRIVATE KEY-----\n'))
            await online.choose('#chain-file', fixturePath('wrong/crl.pem'))
            await online.waitFor(() => online.text('#chain-error'), 'the error')
            await online.close()
            await end()
        })
    })
}
