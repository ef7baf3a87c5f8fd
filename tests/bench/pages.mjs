/** What runs inside the browser. Files are handed over as base64, and the clock is the page's own. */

/** Milliseconds from the start of the navigation until the certificate is on the screen. */
export async function coldPage(page, url, input) {
    const script = await page.evaluateOnNewDocument((input) => {
        if (location.protocol === 'about:') return
        const octets = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        const give = (id, name, base64) => {
            const transfer = new DataTransfer()
            transfer.items.add(new File([octets(base64)], name))
            const field = document.getElementById(id)
            field.files = transfer.files
            field.dispatchEvent(new Event('change', { bubbles: true }))
        }
        addEventListener('DOMContentLoaded', () => {
            const code = document.getElementById('code')
            code.value = input.code
            code.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
            give('key-file', 'ca.key', input.key)
            give('ca-file', 'ca.pem', input.ca)
            const result = document.getElementById('result')
            new MutationObserver(() => {
                if (result.hidden || globalThis.measured !== undefined) return
                requestAnimationFrame(() => setTimeout(() => { globalThis.measured = performance.now() }))
            }).observe(result, { attributes: true })
            // The button may be pressed at once: it waits for what is still being read.
            setTimeout(() => document.getElementById('create').click())
        })
    }, input)
    await page.goto(url)
    const handle = await page.waitForFunction(() => globalThis.measured, { timeout: 30_000, polling: 20 })
    const time = await handle.jsonValue()
    if (script?.identifier) await page.removeScriptToEvaluateOnNewDocument(script.identifier)
    return time
}

/** Milliseconds per certificate, `runs` times, after the module was loaded and has worked once; and the memory it grew to. */
export function warmPage(page, module, input, runs) {
    return page.evaluate(async (module, input, runs) => {
        // Emscripten exports its memory to whoever instantiates: the only place to see how large it is.
        const memories = []
        const { instantiate } = WebAssembly
        WebAssembly.instantiate = async (...given) => {
            const made = await instantiate(...given)
            for (const each of Object.values((made.instance ?? made).exports)) if (each instanceof WebAssembly.Memory) memories.push(each)
            return made
        }
        const core = await (await import(module)).loadCore()
        const octets = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        const request = { verificationCode: input.code, privateKey: octets(input.key), caCertificate: octets(input.ca) }
        const once = () => {
            const made = core.createVerificationCertificate(request)
            if (!made.ok) throw new Error(made.error.code)
        }
        // Browsers compile again what runs often: that is over before the clock starts. Short jobs are taken together.
        const begin = performance.now()
        let first = 0
        do { once(); first++ } while (performance.now() - begin < 400)
        const together = Math.max(1, Math.ceil(first / 8))
        const times = []
        for (let run = 0; run < runs; run++) {
            const start = performance.now()
            for (let i = 0; i < together; i++) once()
            times.push((performance.now() - start) / together)
        }
        return { times, wasmOctets: Math.max(...memories.map((each) => each.buffer.byteLength)) }
    }, module, input, runs)
}
