import type { Call } from '../../core/call'
import type { Bytes, Result } from '../../core/protocol'
import { decodeRequestFile, type DecodedRequestFile } from '../../requests/decode'

/** The file may be a key that was chosen by mistake: only what was decoded leaves the worker. */
export const readRequests: Call<{ readonly octets: Bytes }, Result<DecodedRequestFile>> = {
    name: 'readRequests', files: { octets: null }, touchesKey: true, refused: (error) => ({ ok: false, error }),
}

export function runReadRequests(_: unknown, { octets }: { readonly octets: Bytes }): Result<DecodedRequestFile> {
    return decodeRequestFile(octets)
}
