/** Memory of a whole job in the page, where Chromium on Linux tells it. */
import { readFileSync } from 'node:fs'

import { jobFor, newCode } from './contenders.mjs'
import { drive } from './cold.mjs'

/** The most that the processes of pages have had, in megabytes: the largest of them. */
async function peakOfRenderers(browser) {
    const session = await browser.target().createCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    await session.detach()
    const peaks = processInfo.filter((each) => each.type === 'renderer').map((each) => {
        try {
            const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${each.id}/status`, 'utf8'))
            return Number(kilobytes) / 1000
        } catch {
            return 0
        }
    })
    return Math.max(0, ...peaks)
}

/** Of the job that takes the most. @returns megabytes, or null where they cannot be told */
export async function memoryOfChromium(browser, server) {
    try {
        const empty = await browser.newPage()
        await empty.goto(`${server.url}/blank`)
        await empty.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
        const before = await peakOfRenderers(browser)
        await empty.close()
        const page = await browser.newPage()
        await page.evaluateOnNewDocument(drive, { ...jobFor('rsa4096'), code: newCode() })
        await page.goto(`${server.url}/signer.html`)
        await page.evaluate(() => globalThis.benched)
        const { JSHeapUsedSize } = await page.metrics()
        const after = await peakOfRenderers(browser)
        await page.close()
        return { heap: JSHeapUsedSize / 1e6, process: before > 0 && after > 0 ? after - before : null }
    } catch (error) {
        console.error(`bench: no memory figures: ${error.message}`)
        return null
    }
}
