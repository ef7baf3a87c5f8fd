import { inflateSync } from 'fflate'
import { octetsOfBase64 } from './base64'

/** The core's WebAssembly, which the build packed by deflate (RFC 1951) and wrote in base64 into the worker's script. */
export async function compilePacked(base64: string): Promise<WebAssembly.Module> {
    const packed = octetsOfBase64(base64)
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
