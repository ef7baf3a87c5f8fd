/**
 * From the start of the navigation to the certificate, in a new browser context each time: all pages have the same fields, and one
 * script works them as a person would, the moment the page is there. The clock is the page's own.
 */
import { jobFor, newCode, shuffled } from './contenders.mjs'

/** Runs in the page, before its first script. */
export function drive(job) {
    if (location.protocol === 'about:') return
    let done
    globalThis.benched = new Promise((resolve) => { done = resolve })
    let longest = 0
    try {
        new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration) }).observe({ type: 'longtask', buffered: true })
    } catch { /* Firefox has none */ }
    const painted = new Promise((resolve) => {
        new PerformanceObserver((list) => {
            const first = list.getEntriesByName('first-contentful-paint')[0]
            if (first) resolve(first.startTime)
        }).observe({ type: 'paint', buffered: true })
        setTimeout(() => resolve(null), 5000)
    })
    const finish = async (seen) => done({ ...seen, paint: await painted, longest })
    addEventListener('DOMContentLoaded', () => {
        const ready = performance.now()
        if (job === null) return void Promise.resolve(globalThis.answered).then((answered) => finish({ ready, answered }))
        const field = (id) => document.getElementById(id)
        const give = (id, name, text) => {
            const transfer = new DataTransfer()
            transfer.items.add(new File([text], name))
            field(id).files = transfer.files
            field(id).dispatchEvent(new Event('change', { bubbles: true }))
        }
        field('code').value = job.code
        field('code').dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
        give('key-file', 'ca.key', job.key)
        give('ca-file', 'ca.pem', job.ca)
        new MutationObserver(() => {
            const certificate = performance.now()
            if (!field('result').hidden) void finish({ ready, certificate, pem: field('pem').value })
        }).observe(field('result'), { attributes: true, attributeFilter: ['hidden'] })
        // The button may be pressed at once: signer.html waits for what is still being read.
        setTimeout(() => field('create').click())
    })
}

/** @returns {Promise<{ ready: number, certificate?: number, answered?: number, pem?: string, paint: number | null, longest: number }>} milliseconds */
async function coldOnce(browser, url, job) {
    const context = await browser.createBrowserContext()
    try {
        const page = await context.newPage()
        await page.setCacheEnabled(false).catch(() => {})
        await page.evaluateOnNewDocument(drive, job)
        await page.goto(url)
        return await page.evaluate(() => globalThis.benched)
    } finally {
        await context.close()
    }
}

/**
 * Each round takes every case once, in another order. onlyCompared: the CA keys that the others have too.
 * @returns runs: { contender, ca, round, ready, certificate, answered, paint, longest }; ca is null for the empty pages, answered for one with a worker
 */
export async function measureCold({ browser, contenders, address, rounds, onlyCompared, judge, say }) {
    const cases = contenders.flatMap((contender) => (contender.cas.length === 0 ? [{ contender, ca: null }]
        : contender.cas.filter((ca) => onlyCompared.includes(ca)).map((ca) => ({ contender, ca }))))
    const runs = []
    for (let round = -1; round < rounds; round++) {
        for (const { contender, ca } of shuffled(cases)) {
            const code = newCode()
            const { pem, ...times } = await coldOnce(browser, address(contender.file), ca === null ? null : { ...jobFor(ca), code })
            if (ca !== null) judge.keep(ca, code, pem)
            // The first round also pays for what the browser keeps afterwards.
            if (round >= 0) runs.push({ contender: contender.name, ca, round, ...times })
        }
        say(`round ${round + 1} of ${rounds}`)
    }
    return runs
}
