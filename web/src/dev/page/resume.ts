import { unzipSync } from 'fflate'
import { manifestOf, type Manifest } from '../manifest'

/** The manifest of a run that was ended, from manifest.json or the last of its ZIP files; null where there is none. */
export async function manifestIn(file: File): Promise<Manifest | null> {
    try {
        const octets = new Uint8Array(await file.arrayBuffer())
        const text = octets[0] === 0x50 ? fromZip(octets) : new TextDecoder().decode(octets)
        const manifest = manifestOf(JSON.parse(text))
        return manifest.ok ? manifest.value : null
    } catch {
        return null
    }
}

/** What is not asked for is passed over, unread. */
function fromZip(octets: Uint8Array): string {
    const files = unzipSync(octets, { filter: ({ name }) => name === 'manifest.json' })
    return new TextDecoder().decode(files['manifest.json'])
}
