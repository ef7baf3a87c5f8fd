import { frameProtocol, type FromSigner, type ToSigner } from '../../frame/protocol'
import { decodeToSigner } from './decode'

export const isFramed = window.parent !== window

/** The one port to the page that embeds this one. Whatever is not in the protocol is ignored without a word. */
export class Connection {
    readonly #version: string
    #port: MessagePort | null = null

    constructor(version: string) {
        this.#version = version
    }

    /** onConnect: with the page's origin, once. */
    listen(onConnect: (origin: string) => void, onMessage: (message: ToSigner) => void): void {
        const connect = ({ source, ports, data, origin }: MessageEvent<unknown>) => {
            const [port] = ports
            if (source !== window.parent || port === undefined || ports.length !== 1 || typeof data !== 'object' || data === null) return
            const { popcert, protocol } = data as Readonly<Record<string, unknown>>
            if (popcert !== 'connect' || typeof protocol !== 'number') return
            const hello = { protocol: frameProtocol, version: this.#version } as const
            if (protocol !== frameProtocol) {
                port.postMessage({ type: 'refused', ...hello } satisfies FromSigner)
                port.close()
                return
            }
            window.removeEventListener('message', connect)
            this.#port = port
            onConnect(origin)
            port.onmessage = (event: MessageEvent<unknown>) => {
                const message = decodeToSigner(event.data)
                if (message !== null) onMessage(message)
            }
            this.post({ type: 'ready', ...hello })
        }
        window.addEventListener('message', connect)
    }

    /** To nobody where no page has connected. */
    post(message: FromSigner): void {
        this.#port?.postMessage(message)
    }
}
