/** A list in signer.html, from the press of the button until it is drawn: by one worker, and by as many as the machine has cores. */
import { until } from '../support/browsers.mjs'
import { temporaryFile } from '../support/openssl.mjs'
import { SignerPage } from '../support/signer.mjs'
import { caFile, newCode } from './contenders.mjs'

/** Runs in the page, before its first script. cores: null for what the machine has */
function clock(cores) {
    if (cores !== null) Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => cores })
    addEventListener('DOMContentLoaded', () => {
        document.getElementById('create').addEventListener('click', () => { globalThis.pressedAt = performance.now() }, { capture: true })
        const section = document.getElementById('batch')
        new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => { globalThis.drawnAt = performance.now() })))
            .observe(section, { attributes: true, attributeFilter: ['hidden'] })
    })
}

/** @returns rows: { ca, count, workers, milliseconds, heap }; heap: of the page, in octets, where the browser tells it */
export async function measureLists({ browser, server, cas, count, judge, say }) {
    const rows = []
    for (const ca of cas) {
        for (const cores of [1, null]) {
            const signer = await SignerPage.open(browser, 'about:blank')
            const { page } = signer
            await page.evaluateOnNewDocument(clock, cores)
            await page.goto(`${server.url}/signer.html`)
            const requests = Array.from({ length: count }, (_, id) => ({ id: String(id), verificationCode: newCode() }))
            await signer.choose('requests-file', temporaryFile(JSON.stringify({ popcert: 'request', version: 1, requests }), '.json'))
            await until(() => signer.text('requests-title'), 'the list')
            await signer.chooseKey(`keys/${ca}-pkcs8.pem`)
            await signer.choose('ca-file', caFile(ca))
            await until(() => signer.visible('make-done'), 'all to be there', 60)
            await signer.create()
            await until(() => page.evaluate(() => globalThis.drawnAt), 'the certificates', 600)
            const { workers, milliseconds } = await page.evaluate(() => ({ workers: Math.min(4, navigator.hardwareConcurrency), milliseconds: drawnAt - pressedAt }))
            const heap = browser.kind === 'chromium' ? (await page.metrics()).JSHeapUsedSize : null
            const { responses } = JSON.parse((await signer.download('download-response')).octets.toString())
            if (responses.length !== count) throw new Error(`${responses.length} certificates for ${count} codes`)
            for (const { verificationCode, certificate } of responses) judge.keep(ca, verificationCode, certificate)
            await signer.close()
            rows.push({ ca, count, workers, milliseconds, heap })
            say(`${ca}, ${count} in the page, ${workers} workers`)
        }
    }
    return rows
}
