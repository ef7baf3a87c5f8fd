import { moveFocus } from './focus'

/** Ways out for certificates, the only thing that leaves this page: the finished one, and the CA's for who wants it as a file. */

/** Downloads start late in some browsers: the address stays good for a while. */
const keepMilliseconds = 30_000

export function download(name: string, type: string, content: string | Blob | Uint8Array<ArrayBuffer>): void {
    const address = URL.createObjectURL(new Blob([content], { type }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), keepMilliseconds)
}

/** `box` shows the same text: where a page may not write to the clipboard, selecting and copying works still. */
export async function copyText(text: string, box: HTMLTextAreaElement): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text)
        return true
    } catch {
        const active = document.activeElement
        box.select()
        const done = document.execCommand('copy')
        if (done && active instanceof HTMLElement) moveFocus(active)
        return done
    }
}
