import { frameProtocol, type Connect, type FromSigner, type ToSigner } from '../frame/protocol'
import { messageFrom } from './incoming'

/**
 * The port to one load of the frame. Through `window` only the port itself goes, so nobody else can speak here: not another
 * frame, not the page that was in the frame before.
 */
export class Connection {
    readonly #port: MessagePort

    /** take: is told what has the form of the protocol, in order; all else is ignored. */
    constructor(frame: Window, take: (message: FromSigner) => void) {
        const { port1, port2 } = new MessageChannel()
        this.#port = port1
        port1.onmessage = ({ data }: MessageEvent<unknown>) => {
            const message = messageFrom(data)
            if (message !== null) take(message)
        }
        const connect: Connect = { popcert: 'connect', protocol: frameProtocol }
        // The sandbox gives the frame an origin that has no name to be called by; and there is nothing secret in this.
        frame.postMessage(connect, '*', [port2])
    }

    send(message: ToSigner): void {
        this.#port.postMessage(message)
    }

    close(): void {
        this.#port.onmessage = null
        this.#port.close()
    }
}
