import { inflateSync } from 'fflate'

/** The core's WebAssembly, which the build packed by deflate (RFC 1951) and wrote in base64 into the worker's script. */
export async function compilePacked(base64: string): Promise<WebAssembly.Module> {
    const packed = octetsOf(base64)
    if (typeof DecompressionStream !== 'function') return WebAssembly.compile(inflateSync(packed) as Uint8Array<ArrayBuffer>)
    const inflate = new DecompressionStream('deflate-raw')
    const writer = inflate.writable.getWriter()
    // What goes wrong shows where it is read.
    writer.write(packed).catch(() => {})
    writer.close().catch(() => {})
    // The browser compiles while it inflates.
    const wasm = new Response(inflate.readable, { headers: { 'Content-Type': 'application/wasm' } })
    return typeof WebAssembly.compileStreaming === 'function' ? WebAssembly.compileStreaming(wasm) : WebAssembly.compile(await wasm.arrayBuffer())
}

/** Newer browsers do it by themselves, in a tenth of the time that a loop takes which runs once. */
function octetsOf(base64: string): Uint8Array<ArrayBuffer> {
    const { fromBase64 } = Uint8Array as { readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }
    if (typeof fromBase64 === 'function') return fromBase64.call(Uint8Array, base64)
    const text = atob(base64)
    const octets = new Uint8Array(text.length)
    for (let at = 0; at < text.length; at++) octets[at] = text.charCodeAt(at)
    return octets
}
