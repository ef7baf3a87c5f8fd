import type { PreparedCertificate } from '../core/protocol'
import { base64, into, json, misfit, object, oneOf, sentenceOf, taken, text, type Decoder } from '../decode/decode'
import { exits } from './exit'
import { Failure } from './failure'

/**
 * What `popcert prepare` leaves for `popcert finish`: the octets to sign, for whom, and the CA. Nothing in it is secret, and nothing in it
 * is believed: the core prepares the same again, and refuses what differs.
 */
export interface PreparedFile {
    readonly popcert: 'prepared'
    readonly version: 1
    readonly verificationCode: string
    readonly caCertificate: string
    readonly tbs: Uint8Array
}

const mostCharacters = 4 * 1024 * 1024

const octets: Decoder<Uint8Array> = into(text(mostCharacters), base64)

const prepared = into(json(mostCharacters), object<PreparedFile>({
    popcert: oneOf('prepared'), version: oneOf(1), verificationCode: text(1000), caCertificate: text(mostCharacters), tbs: octets,
}))

export function preparedText({ verificationCode, tbs, ca, hash, digest }: PreparedCertificate): string {
    return `${JSON.stringify({
        popcert: 'prepared', version: 1, verificationCode, caCertificate: ca.pem, tbs: Buffer.from(tbs).toString('base64'),
        // For people; not read again.
        ca: ca.subject, hash, digest: Buffer.from(digest).toString('hex'),
    }, null, 2)}\n`
}

export function readPrepared(file: Uint8Array): PreparedFile {
    const read = file.length > mostCharacters ? misfit(`is larger than ${mostCharacters} octets`) : into(taken, prepared)(new TextDecoder().decode(file))
    if (read.ok) return read.value
    throw new Failure(exits.file, {
        code: 'PREPARED_FILE_MALFORMED', message: `This is no file that popcert prepare wrote: ${sentenceOf(read.error)}.`,
        hint: 'It ends in .popcert.json, and stands beside the octets to sign.',
    })
}
