import { devError } from './error'
import type { DevResult } from './protocol'

/** kMaxIds of core/devpki/id.h; a pattern is not written out beyond. */
const mostIds = 100_000

const unusable = (message: string, hint: string): DevResult<never> => ({ ok: false, error: devError('DEVICE_PATTERN_UNUSABLE', message, hint, 'ids') })

/**
 * Ids of what a person types: one in each line, or separated by commas, each of which may be a pattern: `sensor-{0001..9999}` counts,
 * with as many digits as its beginning has.
 */
export function idsOfList(text: string): DevResult<readonly string[]> {
    const ids: string[] = []
    for (const part of text.split(/[\r\n,;]+/).map((each) => each.trim()).filter((each) => each !== '')) {
        const made = idsOfPattern(part)
        if (!made.ok) return made
        if (ids.length + made.value.length > mostIds) return tooMany(ids.length + made.value.length)
        for (const id of made.value) ids.push(id)
    }
    return { ok: true, value: ids }
}

function tooMany(count: number): DevResult<never> {
    return { ok: false, error: { ...devError('TOO_MANY_DEVICES', `These are ${count} devices, and one run makes ${mostIds} at most.`, 'Make them in several runs.', 'ids', 'limit'), parameters: { value: String(count) } } }
}

function idsOfPattern(pattern: string): DevResult<readonly string[]> {
    const parts = /^([^{}]*)\{(\d{1,12})\.\.(\d{1,12})\}([^{}]*)$/.exec(pattern)
    if (parts === null) {
        if (/[{}]/.test(pattern)) return unusable('A pattern has one pair of braces with two numbers.', 'Such as sensor-{0001..9999}.')
        return { ok: true, value: [pattern] }
    }
    const [, before = '', first = '', last = '', after = ''] = parts
    const [from, until] = [Number(first), Number(last)]
    if (until < from) return unusable(`The pattern counts from ${first} down to ${last}.`, 'Put the smaller number first.')
    if (until - from + 1 > mostIds) return tooMany(until - from + 1)
    return { ok: true, value: Array.from({ length: until - from + 1 }, (_, at) => `${before}${String(from + at).padStart(first.length, '0')}${after}`) }
}

/** Names under which spreadsheets hold device ids. */
const headers = ['id', 'deviceid', 'device id', 'device_id', 'registrationid', 'registration id', 'registration_id', 'name']

/**
 * Ids of a CSV (RFC 4180; comma, semicolon or tab): of the column with such a header, else of the first. Ids are taken as they stand:
 * the core says which of them are none.
 */
export function idsOfCsv(text: string): DevResult<readonly string[]> {
    const rows = rowsOf(text.replace(/^\ufeff/, ''))
    if (rows === null) return unusable('A quotation mark of this CSV is never closed.', 'Save it again as CSV.')
    const [first = []] = rows
    const column = first.findIndex((cell) => headers.includes(cell.trim().toLowerCase()))
    const ids = rows.slice(column < 0 ? 0 : 1).map((row) => (row[Math.max(column, 0)] ?? '').trim())
    return ids.length > mostIds ? tooMany(ids.length) : { ok: true, value: ids }
}

/** Without rows that are empty; null where it ends within quotation marks. */
function rowsOf(text: string): readonly (readonly string[])[] | null {
    const separator = [',', ';', '\t'].map((each) => [each, (text.split('\n', 1)[0] ?? '').split(each).length] as const).sort(([, a], [, b]) => b - a)[0]?.[0] ?? ','
    const rows: string[][] = []
    let row: string[] = []
    let cell = ''
    let quoted = false
    const endRow = (): void => {
        row.push(cell)
        if (row.some((each) => each.trim() !== '')) rows.push(row)
        row = []
        cell = ''
    }
    for (let at = 0; at < text.length; at++) {
        const character = text.charAt(at)
        if (quoted) {
            if (character !== '"') cell += character
            else if (text.charAt(at + 1) === '"') cell += text.charAt(++at)
            else quoted = false
        } else if (character === '"' && cell === '') quoted = true
        else if (character === separator) {
            row.push(cell)
            cell = ''
        } else if (character === '\n' || (character === '\r' && text.charAt(at + 1) !== '\n')) endRow()
        else if (character !== '\r') cell += character
    }
    if (quoted) return null
    if (cell !== '' || row.length > 0) endRow()
    return rows
}
