// The worker that saw a key lives as long as the key is in hand, and no longer: after signing, Remove, Clear, another file, an error
// and five idle minutes it is ended, and answers nothing any more. One that stands by takes its place.
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'

import { BROWSERS, until } from '../support/browsers.mjs'
import { fixture, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'
import { watch, Watched } from '../support/watched.mjs'

async function open(context, without) {
    const signer = await SignerPage.open(context.browser, 'about:blank')
    await watch(signer.page, without)
    await signer.page.goto(context.http)
    return { signer, watched: new Watched(signer.page) }
}

const isLoaded = (signer) => until(async () => /RSA|EC key/.test(await signer.text('key-zone')), 'the key')
const sawKey = ({ workers }) => workers.map(({ calls }) => calls.some((each) => /^(inspect|create|sort|readRequests)$/.test(each)))

/** That no worker which was given a key lives, by what the page did and by what the workers say. */
async function assertGone(watched) {
    await watched.untilKeyIsGone()
    const answering = await watched.answering()
    const seen = await watched.seen()
    for (const [at, saw] of sawKey(seen).entries()) {
        if (saw) assert.ok(seen.workers[at].isEnded && !answering[at], `worker ${at + 1} saw the key and lives: ${JSON.stringify(seen)}`)
    }
    assert.ok(sawKey(seen).includes(true), 'one of them saw the key')
    return seen
}

async function assertWorksStill(signer) {
    await signer.fill()
    await isLoaded(signer)
    await signer.create()
    await signer.waitForResult()
    const pem = await signer.value('pem')
    assertOpensslAccepts(fixture('certs/ca-p256.der'), Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}

for (const kind of BROWSERS) {
    inBrowser({ suite, before, after }, kind, (context) => {
        test('one worker for as long as the key is in hand, and the one that stands by is not asked about it', async () => {
            const { signer, watched } = await open(context)
            await signer.chooseKey('encrypted/pbes2-rsa2048.pem')
            await until(() => signer.visible('key-password'), 'the question')
            await signer.type('key-password', 'wrong')
            await signer.page.keyboard.press('Enter')
            await signer.waitForError('password-error')
            await signer.type('key-password', PASSWORD)
            await signer.page.keyboard.press('Enter')
            await isLoaded(signer)
            const seen = await watched.seen()
            assert.deepEqual(sawKey(seen).filter((saw) => saw), [true], JSON.stringify(seen))
            assert.equal(seen.order.includes('end'), false, JSON.stringify(seen))
            await until(async () => (await watched.seen()).workers.length === 2, 'the one that stands by')
            assert.deepEqual(await watched.answering(), [true, true], 'negative control: who lives answers')
            await signer.close()
        })

        test('what is dropped is read once each, to see where it belongs', async () => {
            const { signer, watched } = await open(context)
            const files = ['keys/p256-pkcs8.der', 'certs/ca-p256.pem', 'certs/ca-rsa2048.pem', 'keys/rsa2048-pkcs8.pem']
            const drop = (names) => signer.page.evaluate((files) => {
                const transfer = new DataTransfer()
                for (const [name, octets] of files) transfer.items.add(new File([new Uint8Array(octets)], name))
                document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }))
            }, names.map((name) => [name, [...fixture(name)]]))
            const reads = async () => (await watched.seen()).workers.flatMap(({ calls }) => calls).filter((call) => /^(sort|inspect)$/.test(call))
            await drop(files)
            await until(async () => (await signer.page.$$('#notice button')).length === 2, 'the two pairs')
            assert.deepEqual(await reads(), Array(4).fill('sort'))
            await signer.page.click('#notice button')
            await until(async () => /belong/.test(await signer.text('match')), 'the pair that was chosen')
            assert.deepEqual(await reads(), Array(4).fill('sort'))
            await drop(['encrypted/pbes2-rsa2048.pem'])
            await until(() => signer.visible('key-password'), 'the question')
            assert.deepEqual(await reads(), [...Array(5).fill('sort'), 'inspect'], 'what a password hides is read when it is asked for')
            await signer.close()
        })

        test('after signing it is ended; the next certificate comes from another, compiled no more', async () => {
            const { signer, watched } = await open(context)
            await signer.fill()
            await signer.create()
            await signer.waitForResult()
            await assertGone(watched)
            await signer.chooseKey('keys/p256-sec1.der')
            await until(async () => /SEC 1/.test(await signer.text('key-zone')), 'the key again')
            await signer.create()
            await until(() => signer.waitForResult().then(() => true, () => false), 'the result')
            await until(async () => (await signer.text('result-stale')) === '', 'the next certificate')
            const seen = await assertGone(watched)
            assert.equal(Watched.compiled(seen), 1, JSON.stringify(seen))
            await signer.close()
        })

        const ways = {
            'Remove': async (signer) => { await signer.remove('key') },
            'another file in its place': async (signer) => {
                await signer.chooseKey('wrong/ed25519.pem')
                await signer.waitForError('key-error')
            },
            'Remove of the certificate, whose file may have held a key': async (signer) => {
                await signer.chooseCa('certs/ca-rsa2048.pem')
                await until(async () => /ca-rsa2048/.test(await signer.text('ca-zone')), 'the certificate')
                await signer.remove('ca')
            },
            'leaving the page': async (signer) => { await signer.page.evaluate(() => { dispatchEvent(new PageTransitionEvent('pagehide')) }) },
            'five idle minutes': async (_, watched) => { await watched.idle() },
        }
        for (const [name, act] of Object.entries(ways)) {
            test(`${name}: it is ended, and the page works still`, async () => {
                const { signer, watched } = await open(context)
                await signer.chooseKey('keys/rsa2048-pkcs8.pem')
                await isLoaded(signer)
                assert.equal((await watched.seen()).order.includes('end'), false)
                await act(signer, watched)
                await assertGone(watched)
                await assertWorksStill(signer)
                await assertGone(watched)
                await signer.close()
            })
        }

        test('Clear: it is ended, and the page works still', async () => {
            const { signer, watched } = await open(context)
            await signer.fill()
            await signer.create()
            await signer.waitForResult()
            await signer.chooseKey('keys/rsa2048-pkcs8.pem')
            await isLoaded(signer)
            await signer.press('clear')
            await assertGone(watched)
            await assertWorksStill(signer)
            await signer.close()
        })

        test('a file that cannot be used, in either field: it is ended', async () => {
            for (const [field, name] of [['key', 'wrong/putty.ppk'], ['ca', 'wrong/openssh']]) {
                const { signer, watched } = await open(context)
                await signer.choose(`${field}-file`, fixturePath(name))
                await signer.waitForError(`${field}-error`)
                await assertGone(watched)
                await assertWorksStill(signer)
                await signer.close()
            }
        })

        test('an error on signing: it is ended', async () => {
            const { signer, watched } = await open(context, ['randomness'])
            await signer.fill()
            await until(async () => /belong/.test(await signer.text('match')), 'that they belong together')
            await signer.create()
            await signer.waitForError('form-error')
            assert.ok((await assertGone(watched)).workers.some(({ calls }) => calls.includes('create')))
            await signer.close()
        })

        test('a worker that fails is ended, and the page works still', async () => {
            const { signer, watched } = await open(context)
            await signer.chooseKey('keys/rsa2048-pkcs8.pem')
            await isLoaded(signer)
            await watched.fail(0)
            await assertGone(watched)
            await assertWorksStill(signer)
            await signer.close()
        })
    })
}
