import { octetsOfBase64 } from '../core/base64'
import type { Actions } from './actions'
import type { FileState, Store } from './state'
import { text } from '../texts/catalogue'

/**
 * A code and a CA that are made up, so that anybody sees the page at work. Everybody has this key: what it signs says so in the
 * issuer's name, and is of no use anywhere. Made by `openssl ecparam -name prime256v1 -genkey`, `openssl ec -no_public` and `openssl ca -selfsign`,
 * valid from 2020 to 2099.
 */
const key = 'MDECAQEEIEwMCXRvP9BMC8enchEEeUfU8+7dk7m+Hnoae+bE2HTSoAoGCCqGSM49AwEH'
const certificate = 'MIIBczCCARmgAwIBAgIBATAKBggqhkjOPQQDAjAgMR4wHAYDVQQDDBVTQU1QTEUgQ0EgKG9mIG5vIHVzZSkwIBcNMjAwMTAxMDAwMDAwWhgPMjA5OTEyMzEyMzU5NTlaMCAxHjAcBgNVBAMMFVNBTVBMRSBDQSAob2Ygbm8gdXNlKTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFJLBvjyD8MabfBQCkL2TQzwu8C+6gkVApV3GNabR7CYgmdv2K5Qjy5Goa8TcGt2FywAs5fDRL017kXx4KmhmBejQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMB0GA1UdDgQWBBSODYmjkdNyFWEIn/vC9czIC0299TAKBggqhkjOPQQDAgNIADBFAiEApzGVSZOtnF/364zOjX3gjXFKMJD1RpUzy+NOiEPuEFwCIAdQRMgRyurLpec/XXr0j03CxfCLABrLTMAmt3QJRQdd'
/** In hex: "popcert sample of no use". */
const code = '706F70636572742073616D706C65206F66206E6F20757365'

/** Fills the page with the sample, and takes it away as a whole as soon as anything else is given: the two are never mixed. */
export class Sample {
    readonly #store: Store
    readonly #actions: Actions
    #sources: { readonly key: object; readonly ca: object } | null = null

    constructor(store: Store, actions: Actions) {
        this.#store = store
        this.#actions = actions
        store.subscribe(() => this.#look())
    }

    use(): void {
        const [keyFile, caFile] = [octetsOfBase64(key), octetsOfBase64(certificate)]
        this.#sources = { key: keyFile, ca: caFile }
        this.#actions.setCode(code)
        void this.#actions.files.load('key', { source: keyFile, name: text('sample.name') })
        void this.#actions.files.load('ca', { source: caFile, name: text('sample.name') })
        this.#store.update({ isSample: true })
    }

    #look(): void {
        const { state } = this.#store
        if (!state.isSample || this.#sources === null) return
        const isKey = sourceOf(state.key) === this.#sources.key
        const isCa = sourceOf(state.ca) === this.#sources.ca
        const isCode = state.code === code && state.requests === null
        if (isKey && isCa && isCode) return
        this.#sources = null
        this.#store.update({ isSample: false })
        if (isKey) this.#actions.files.remove('key')
        if (isCa) this.#actions.files.remove('ca')
        if (state.code === code) this.#actions.setCode('')
    }
}

function sourceOf(file: FileState): object | null {
    return file.status === 'empty' ? null : file.source
}
