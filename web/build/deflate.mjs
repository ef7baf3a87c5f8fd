/** Deflate (RFC 1951) by Zopfli: takes seconds, and leaves a twelfth less than others. It is a WebAssembly, so that every machine makes the same. */
const before = { uncaughtException: process.listeners('uncaughtException'), unhandledRejection: process.listeners('unhandledRejection') }
const { deflateAsync } = await import('@gfx/zopfli')

// When it is loaded it takes the process's errors for its own, and would print its whole source above each.
for (const [event, listeners] of Object.entries(before)) {
    for (const listener of process.listeners(event)) if (!listeners.includes(listener)) process.off(event, listener)
}

export async function deflated(octets) { return Buffer.from(await deflateAsync(octets, { numiterations: 30 })) }
