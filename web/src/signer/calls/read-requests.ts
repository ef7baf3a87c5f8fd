import type { Call } from '../../core/call'
import type { Bytes, CoreError } from '../../core/protocol'
import { decodeRequestFile, type DecodedRequestFile } from '../../requests/decode'

/** text: the core says the same codes of keys and certificates, in other words. */
export type FileError = CoreError & { readonly text?: string }
type ReadRequests = { readonly ok: true; readonly value: DecodedRequestFile } | { readonly ok: false; readonly error: FileError }

/** The file may be a key that was chosen by mistake: only what was decoded leaves the worker. */
export const readRequests: Call<{ readonly octets: Bytes }, ReadRequests> = {
    name: 'readRequests', files: { octets: null }, touchesKey: true, refused: (error) => ({ ok: false, error }),
}

export function runReadRequests(_: unknown, { octets }: { readonly octets: Bytes }): ReadRequests {
    const read = decodeRequestFile(octets)
    return read.ok ? read : { ok: false, error: { ...read.error, text: `file.${read.error.code}` } }
}
