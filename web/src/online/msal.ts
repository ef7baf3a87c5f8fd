import type { Msal } from './azure/sign-in'

/** dist/msal-browser.js, by the hash that the build wrote into the policy. */
declare const MSAL_HASH: string
const address = new URL('msal-browser.js', document.baseURI).href

type Loaded = Msal & { readonly broadcastResponseToMainFrame: () => Promise<void> }

let loading: Promise<Loaded> | null = null

/** Loads it once; only signing in needs it. Another file of that name does not run. */
export function loadMsal(): Promise<Loaded> {
    loading ??= new Promise<Loaded>((resolve, reject) => {
        const script = document.createElement('script')
        script.integrity = MSAL_HASH
        script.onload = () => resolve((globalThis as unknown as { readonly popcertMsal: Loaded }).popcertMsal)
        script.onerror = () => {
            loading = null
            reject(new Error('msal-browser.js was not loaded.'))
        }
        const trusted = globalThis.trustedTypes?.createPolicy('popcert-sign-in', { createScriptURL: () => address })
        script.src = (trusted?.createScriptURL('') ?? address) as string
        document.head.append(script)
    })
    return loading
}

/** The sign-in service has sent its window back here: the answer goes to the page that opened it. */
export function isReturn(hash: string): boolean {
    return /[#&]state=/.test(hash) && /[#&](code|error)=/.test(hash)
}

export async function tellOpener(): Promise<void> {
    const { broadcastResponseToMainFrame } = await loadMsal()
    await broadcastResponseToMainFrame()
}
